/* test_crash.c: killed, locked out, not allowed, out of room: the edition on disk stays whole. */
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <time.h>

/* Runs `work` in a process of its own, killed after a while (0: never); returns its exit status, or -1 if killed. */
static int run_apart(int (*work)(fixture *f), fixture *f, unsigned kill_after_us)
{
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (!child)
        _exit(work(f));
    if (kill_after_us) {
        usleep(kill_after_us);
        kill(child, SIGKILL);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static char said[400]; /* shared with nobody: a child writes its message into a file */

static int press_apart(fixture *f)
{
    char path[400];
    wire_error err = {0};
    wire_store *store = NULL;
    snprintf(path, sizeof path, "%s/wirecopy.db", f->folder);
    if (wire_store_open(wire_str_of(path), false, &store, &err)) /* a handle serves one process */
        return 99;
    const wire_code code = wire_press(&f->edition, store, f->theme, &(wire_press_opts){.n_jobs = 2}, NULL, &err);
    snprintf(path, sizeof path, "%s/said", f->folder);
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd >= 0 && write(fd, err.text, strlen(err.text)) >= 0)
        close(fd);
    wire_store_close(store);
    return code ? -code : 0;
}

static const char *read_said(const fixture *f)
{
    size_t n = 0;
    char *text = file_read(f, ".", "said", &n);
    snprintf(said, sizeof said, "%s", text ? text : "");
    free(text);
    return said;
}

/* Withdraws the stories of some days, or shows them again: their pages, days and sections go and come. */
static void withdraw_some(fixture *f, unsigned turn)
{
    const wire_state state = turn % 2 ? WIRE_STATE_WITHDRAWN : WIRE_STATE_SHOWN;
    const unsigned first = (turn - 1) / 2 * 23 % 280;
    for (unsigned story = first; story < first + 20; story++) {
        wire_error err = {0};
        const wire_code code =
            wire_store_set_state(f->store, story + 1, state, (wire_str){NULL, 0}, FIXTURE_NOW + turn, &err);
        assert_true(code == WIRE_OK || code == WIRE_SAME);
    }
}

/* Each press has some sixty stories to write, and pages to remove or to put back. */
static void change_some(fixture *f, unsigned turn)
{
    for (unsigned story = turn % 5; story < 300; story += 5)
        fixture_put(f, story, turn);
    withdraw_some(f, turn);
}

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void survives_kill(void **state)
{
    (void)state;
    fixture f;
    unsigned n_killed = 0, most = 24; /* more by WIRECOPY_KILLS */
    const char *wanted = getenv("WIRECOPY_KILLS");
    if (wanted && atoi(wanted) > 24)
        most = (unsigned)atoi(wanted);
    fixture_open(&f, 300);
    f.edition.with_gz = true;
    f.edition.budget_bytes = 4000;
    f.long_every = 10; /* pages that go on on others come, go and grow while they are killed */
    srandom(most);
    assert_int_equal(run_apart(press_apart, &f, 0), 0);
    change_some(&f, 1);
    const int64_t begun = now_us();
    assert_int_equal(run_apart(press_apart, &f, 0), 0);
    const unsigned whole_us = (unsigned)(now_us() - begun); /* so that kills fall into every phase, removal too */
    for (unsigned i = 2; i <= most; i++) {
        change_some(&f, i);
        if (i % 12 == 0)
            f.edition.notice = i % 24 ? WIRE_STR("Every page changes.") : (wire_str){0}; /* at times all of them */
        const unsigned wait_us = most == 24 ? whole_us / 24 * i : (unsigned)random() % (whole_us + whole_us / 8);
        n_killed += run_apart(press_apart, &f, wait_us) == -1;
        check_links(&f, "edition");
        files all = files_of(&f, "edition");
        free(all.files);
    }
    files all = files_of(&f, "edition");
    size_t n_second = 0;
    for (size_t i = 0; i < all.n; i++)
        n_second += strstr(all.files[i].path, "/2/index.html") != NULL;
    assert_true(n_second > 0);
    free(all.files);
    assert_in_range(n_killed, most / 8, most);
    print_message("%u of %u presses were killed\n", n_killed, most);
    assert_int_equal(run_apart(press_apart, &f, 0), 0);
    f.edition.output = WIRE_STR("fresh");
    assert_int_equal(run_apart(press_apart, &f, 0), 0);
    check_same(&f, "edition", "fresh");
    fixture_close(&f);
}

/* A story that a killed press had begun on and that is then gone from the store leaves no page behind. */
static void forgets_nothing(void **state)
{
    (void)state;
    fixture f;
    size_t n = 0;
    fixture_open(&f, 40);
    char *manifest = NULL;
    fixture_press(&f, 2);
    manifest = file_read(&f, "edition", ".wirecopy/manifest", &n);
    assert_non_null(manifest);
    fixture_put(&f, 40, 0);
    fixture_press(&f, 2); /* as if killed before it could remember: the old manifest and the note are there */
    char path[400];
    snprintf(path, sizeof path, "%s/edition/.wirecopy/manifest", f.folder);
    FILE *to = fopen(path, "wb");
    assert_non_null(to);
    assert_int_equal(fwrite(manifest, 1, n, to), n);
    fclose(to);
    free(manifest);
    snprintf(path, sizeof path, "%s/edition/.wirecopy/note", f.folder);
    to = fopen(path, "wb");
    assert_non_null(to);
    fputs("2026/11/08/world/story-40/index.html\narchive/2026/11/08/index.html\n", to);
    fclose(to);
    fixture_store(&f, "smaller.db", 40);
    fixture_press(&f, 2);
    files all = files_of(&f, "edition");
    assert_null(files_find(&all, "2026/11/08/world/story-40/index.html"));
    free(all.files);
    fixture_close(&f);
}

/* The manifest is lost, and a story and a section are gone: their pages go, and what people put there stays. */
static void finds_what_is_ours(void **state)
{
    (void)state;
    fixture f;
    char command[1600];
    fixture_open(&f, 3);
    f.edition.with_gz = true;
    fixture_press(&f, 2);
    snprintf(command, sizeof command,
             "cd %s/edition && rm .wirecopy/manifest && mkdir -p own/deep archive/own && echo x > own/index.html && "
             "echo x > own/deep/a.html && echo x > favicon.ico && echo x > archive/own/index.html && "
             "ln -s /etc 2026/11/etc",
             f.folder);
    assert_int_equal(system(command), 0);
    fixture_store(&f, "smaller.db", 2);
    const wire_press_sums sums = fixture_press(&f, 2);
    assert_int_equal(sums.n_removed, 4); /* the story, its day, its section's front and feed */
    files all = files_of(&f, "edition");
    assert_null(files_find(&all, "2026/11/19/sea-weather/story-2/index.html"));
    assert_null(files_find(&all, "2026/11/19/sea-weather/story-2/index.html.gz"));
    assert_null(files_find(&all, "sea-weather/index.html"));
    assert_non_null(files_find(&all, "own/index.html"));
    assert_non_null(files_find(&all, "own/deep/a.html"));
    assert_non_null(files_find(&all, "favicon.ico"));
    assert_non_null(files_find(&all, "archive/own/index.html"));
    free(all.files);
    fixture_close(&f);
}

static void locks_out_another(void **state)
{
    (void)state;
    fixture f;
    char path[400], says[800];
    wire_error err = {0};
    fixture_open(&f, 3);
    fixture_press(&f, 1);
    snprintf(path, sizeof path, "%s/edition/.wirecopy/lock", f.folder);
    const int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_int_equal(wire_press(&f.edition, f.store, f.theme, NULL, NULL, &err), WIRE_EBUSY);
    snprintf(says, sizeof says, "press: another press is at work on %s/edition (it holds %s)", f.folder, path);
    assert_string_equal(err.text, says);
    close(fd);
    fixture_press(&f, 1);
    fixture_close(&f);
}

/* Root may write anywhere: as nobody then. */
static int press_as_nobody(fixture *f)
{
    if (!geteuid() && (setgid(65534) || setuid(65534)))
        return 98;
    return press_apart(f);
}

static void says_read_only(void **state)
{
    (void)state;
    fixture f;
    char command[1600];
    fixture_open(&f, 12);
    fixture_press(&f, 2);
    files before = files_of(&f, "edition");
    fixture_put(&f, 1, 1);
    snprintf(command, sizeof command,
             "chmod -R a-w %s/edition && chmod a+w %s/edition/.wirecopy %s/edition/.wirecopy/* && chmod a+rwx %s && "
             "chmod a+rw %s/wirecopy.db*",
             f.folder, f.folder, f.folder, f.folder, f.folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(run_apart(press_as_nobody, &f, 0), -WIRE_EIO);
    if (!strstr(read_said(&f), "press: cannot write ") || !strstr(said, "index.html: Permission denied"))
        fail_msg("%s", said);
    files after = files_of(&f, "edition");
    assert_int_equal(after.n, before.n);
    for (size_t i = 0; i < after.n; i++)
        assert_int_equal(after.files[i].inode, before.files[i].inode);
    check_links(&f, "edition");
    snprintf(command, sizeof command, "chmod -R u+w,a-w %s/edition; chmod a-w %s/edition/.wirecopy", f.folder,
             f.folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(run_apart(press_as_nobody, &f, 0), -WIRE_EIO);
    assert_non_null(strstr(read_said(&f), "Permission denied"));
    snprintf(command, sizeof command, "chmod -R u+w %s/edition", f.folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(run_apart(press_apart, &f, 0), 0); /* and once it may, it does */
    check_links(&f, "edition");
    free(before.files);
    free(after.files);
    fixture_close(&f);
}

enum { NO_MOUNT = 97 };

/* In a mount namespace of its own: an edition on a disk of 400 KB. Checks are made in here, for nobody else sees it. */
static int press_on_full_disk(fixture *f)
{
    char disk[300], filler[320];
    wire_error err = {0};
    snprintf(disk, sizeof disk, "%s/edition", f->folder);
    if (mkdir(disk, 0777) || unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
        mount("tmpfs", disk, "tmpfs", 0, "size=400k"))
        return NO_MOUNT;
    if (wire_press(&f->edition, f->store, f->theme, NULL, NULL, &err))
        return 1; /* twelve stories have room */
    const size_t n_links = check_links(f, "edition");
    snprintf(filler, sizeof filler, "%s/.filler", disk);
    const int fd = open(filler, O_WRONLY | O_CREAT, 0666);
    static const char zeros[4096];
    while (write(fd, zeros, sizeof zeros) > 0)
        ;
    close(fd);
    for (unsigned i = 0; i < 60; i++)
        fixture_put(f, i, 2);
    if (wire_press(&f->edition, f->store, f->theme, NULL, NULL, &err) != WIRE_EIO ||
        !strstr(err.text, "No space left on device") || check_links(f, "edition") != n_links)
        return 2;                   /* nothing was changed, not even begun */
    if (truncate(filler, 40 << 10)) /* some room: it begins, and cannot end */
        return 3;
    for (unsigned i = 0; i < 8; i++) {
        if (wire_press(&f->edition, f->store, f->theme, NULL, NULL, &err) != WIRE_EIO ||
            !strstr(err.text, "press: cannot "))
            return 4;
        check_links(f, "edition");
    }
    if (unlink(filler) || mount(NULL, disk, NULL, MS_REMOUNT, "size=4m"))
        return 5;
    if (wire_press(&f->edition, f->store, f->theme, NULL, NULL, &err))
        return 6;
    check_links(f, "edition");
    f->edition.output = WIRE_STR("fresh");
    if (wire_press(&f->edition, f->store, f->theme, NULL, NULL, &err))
        return 7;
    unlink(filler);
    check_same(f, "edition", "fresh");
    return 0;
}

static void says_disk_full(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f, 12);
    const int status = run_apart(press_on_full_disk, &f, 0);
    fixture_close(&f);
    if (status == NO_MOUNT) {
        print_message("SKIPPED: no small tmpfs can be mounted here, so a full disk is not tried\n");
        skip();
    }
    assert_int_equal(status, 0);
}

static bool stop_soon(void *user)
{
    unsigned *n = user;
    return ++*n > 10;
}

static void keeps_what_is_done_when_stopped(void **state)
{
    (void)state;
    fixture f;
    unsigned n = 0;
    wire_error err = {0};
    fixture_open(&f, 60);
    const wire_press_opts opts = {.n_jobs = 2, .hooks = {.user = &n, .stop = stop_soon}};
    assert_int_equal(wire_press(&f.edition, f.store, f.theme, &opts, NULL, &err), WIRE_ESTOP);
    assert_string_equal(err.text, "press: stopped after 10 of 60 stories and books");
    check_links(&f, "edition");
    const wire_press_sums sums = fixture_press(&f, 2);
    assert_int_equal(sums.n_written, sums.n_pages - 10);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survives_kill),
        cmocka_unit_test(forgets_nothing),
        cmocka_unit_test(finds_what_is_ours),
        cmocka_unit_test(locks_out_another),
        cmocka_unit_test(says_read_only),
        cmocka_unit_test(says_disk_full),
        cmocka_unit_test(keeps_what_is_done_when_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
