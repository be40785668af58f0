/* write_only.c: write_only FROM TO: writes all files of a folder's tree into another from memory, and says what the
 * writing alone cost: what a press is measured against. */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct file {
    char *path; /* from the folder */
    char *bytes;
    size_t n;
} file;

static struct {
    file *files;
    size_t n, cap, n_root;
} all; /* nftw hands nothing on */

static int keep(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)at;
    if (kind != FTW_F || strstr(path, "/."))
        return 0;
    if (all.n == all.cap) {
        all.cap = all.cap ? all.cap * 2 : 1024;
        all.files = realloc(all.files, all.cap * sizeof *all.files);
    }
    FILE *in = fopen(path, "rb");
    char *bytes = malloc((size_t)st->st_size + 1);
    if (!all.files || !in || !bytes)
        return 1;
    const size_t n = fread(bytes, 1, (size_t)st->st_size, in);
    fclose(in);
    all.files[all.n++] = (file){strdup(path + all.n_root + 1), bytes, n};
    return n != (size_t)st->st_size;
}

static int write_one(const file *f)
{
    int fd = open(f->path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    for (char *slash = f->path; fd < 0 && (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        mkdir(f->path, 0777);
        *slash = '/';
    }
    if (fd < 0)
        fd = open(f->path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    const ssize_t n = fd < 0 ? -1 : write(fd, f->bytes, f->n);
    return fd < 0 || close(fd) || n != (ssize_t)f->n;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
    struct rusage before, after;
    if (argc != 3)
        return 2;
    all.n_root = strlen(argv[1]);
    if (nftw(argv[1], keep, 64, FTW_PHYS) || (mkdir(argv[2], 0777) && access(argv[2], W_OK)) || chdir(argv[2]))
        return 1;
    getrusage(RUSAGE_SELF, &before);
    for (size_t i = 0; i < all.n; i++)
        if (write_one(&all.files[i]))
            return 1;
    getrusage(RUSAGE_SELF, &after);
    printf("%zu files, %.3f s user, %.3f s system\n", all.n, seconds(after.ru_utime) - seconds(before.ru_utime),
           seconds(after.ru_stime) - seconds(before.ru_stime));
    return 0;
}
