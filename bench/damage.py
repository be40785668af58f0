"""damage.py: pages of the corpora as they are and damaged: is the time of each bounded by its size? A part of bench/run."""
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "e2e"))


def part_bound(bench):
    """Reading of damaged pages against the bare parse of well-formed text of their size."""
    if not bench.CORPUS:
        return bench.skip("bound", "no WIRECOPY_CORPUS")
    import test_corpus
    bench.build("bound_only")
    folder = bench.WORK / "damaged"
    pages = dict(test_corpus.pages(1))
    lines = ["| pages | mean | the worst |", "|---|---|---|"]
    for name, change in [("as they are", lambda page: page), *test_corpus.damages()]:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for page, data in pages.items():
            (folder / page).write_bytes(change(data))
        done = subprocess.run([bench.BUILD / "bench" / "bound_only", folder], capture_output=True, text=True, check=True).stdout
        mean, worst = done.split("mean ")[1].split("; worst ")
        lines.append(f"| {name} | {mean} | {worst.split(' ')[0]} {worst.split(' ')[1]} |")
    shutil.rmtree(folder)
    return "Bound of a page's time", [f"Each of {len(pages)} pages of the corpora by itself, as it is and damaged: its time to that of a bare lexbor parse of well-formed",
                                      "text of its size (4 KB at least), the least of three each: `bench/run bound`. The bound is 20.", "", *lines]


PARTS = {"bound": part_bound}
