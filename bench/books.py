"""books.py: what formats besides HTML and the editor's hand cost. Parts of bench/run."""
import json
import os
import resource
import shutil
import subprocess
import sys
import time

DAY, N_BOOK, N_HAND, TURNS = "2026-11-20", 60, 100_000, 7
INI = """[edition]
name = Bench
url = https://lite.example.org/
formats = {formats}
{more}
[source import]
rights = own
"""


def timed(*command):
    """(seconds by the clock, of user and system time) of a command that must succeed."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def by_thread(*command):
    """Seconds of user and system time of a command's threads, the first one's first, looked at until it ends."""
    ticks, last = os.sysconf("SC_CLK_TCK"), {}
    with subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                for thread in os.listdir(f"/proc/{process.pid}/task"):
                    with open(f"/proc/{process.pid}/task/{thread}/stat", encoding="utf-8") as stat:
                        fields = stat.read().rsplit(")", 1)[1].split()
                    last[int(thread)] = (int(fields[11]) + int(fields[12])) / ticks
            except OSError:
                pass  # it has just ended
            time.sleep(0.005)
    return [last[thread] for thread in sorted(last)]


def fresh(bench, name, formats, more=""):
    folder = bench.WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "wirecopy.ini").write_text(INI.format(formats=formats, more=more), encoding="utf-8")
    return folder


def world(bench):
    """Stories of the demo's press, as lines."""
    folder = bench.WORK / "world"
    if not (folder / "wirecopy.db").exists():
        subprocess.run([sys.executable, bench.ROOT / "demo" / "run", "--world", "--folder", folder, "--wirecopy", bench.WIRECOPY], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    out = subprocess.run([bench.WIRECOPY, "-C", folder, "export", "--as", "ndjson"], check=True, capture_output=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def part_books(bench):
    """A day of sixty stories as a book; how the work of all formats is shared by threads."""
    stories = world(bench)
    folder = fresh(bench, "books", "html epub gmi md txt json")
    for i, story in enumerate(stories):
        story["datePublished"] = f"{DAY if i < N_BOOK else '2026-11-19'}T10:{i % 60:02}:00Z"
    (folder / "s.ndjson").write_text("\n".join(map(json.dumps, stories)), encoding="utf-8")
    timed(bench.WIRECOPY, "-C", folder, "import", "-q", folder / "s.ndjson")
    book, plain = folder / "day.epub", folder / "day.txt"
    export = (bench.WIRECOPY, "-C", folder, "export", "-q", "--day", DAY)
    timed(*export, "--as", "text", "-o", plain)
    made = min((timed(*export, "--as", "epub", "-o", book) for _ in range(TURNS)), key=lambda t: t[1])
    shutil.rmtree(folder / "edition", ignore_errors=True)
    first, *workers = by_thread(bench.WIRECOPY, "-C", folder, "press", "-q", "--jobs", "2")
    sizes = book.stat().st_size, plain.stat().st_size
    return "Books and other formats", [
        "`bench/run books`; stories of the demo's press.", "",
        f"- EPUB of a day of {N_BOOK} stories: {made[1] * 1000:.0f} ms of user and system time, the program's start and the store among it "
        f"({made[0] * 1000:.0f} ms by the clock; the least of {TURNS}); {sizes[0] / 1000:.0f} KB, the stories as plain text {sizes[1] / 1000:.0f} KB: "
        f"{sizes[0] / sizes[1]:.2f} times.",
        f"- {len(stories)} stories in six formats, with .br and .gz, `--jobs 2`: {first:.2f} s of user and system time on the thread that reads the "
        f"store and writes fronts, {' and '.join(f'{w:.2f}' for w in workers)} s on those that render, pack and write.",
    ]


def part_hand(bench):
    """From `withdraw --press` to gone everywhere, with a great many stories."""
    folder = fresh(bench, "hand", "html")
    with open(folder / "stories.ndjson", "w", encoding="utf-8") as file:
        file.writelines(bench.Story(n).line() for n in range(N_HAND))
    timed(bench.WIRECOPY, "-C", folder, "import", "-q", folder / "stories.ndjson")
    timed(bench.WIRECOPY, "-C", folder, "press", "-q")
    url = json.loads(bench.Story(N_HAND // 2).line())["url"]
    runs = []
    for _ in range(TURNS):
        runs.append(timed(bench.WIRECOPY, "-C", folder, "withdraw", "-q", "--press", "--reason", "By order.", url))
        timed(bench.WIRECOPY, "-C", folder, "withdraw", "-q", "--press", "--undo", url)
    shutil.rmtree(folder)
    return "Hand: a story withdrawn", [
        "`bench/run hand`.", "",
        f"- `withdraw --press` of one of {N_HAND:,} stories, each with .br and .gz, to gone from every file: {min(r[1] for r in runs):.2f} s of user and "
        f"system time, {min(r[0] for r in runs):.2f} s by the clock (the least of {TURNS}; the machine was busy besides: load {os.getloadavg()[0]:.0f} on "
        f"{os.cpu_count()} cores).",
    ]


PARTS = {"books": part_books, "hand": part_hand}
