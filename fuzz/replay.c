/* replay.c: runs a target over kept inputs, each whole and cut short at eight places; where there is no libFuzzer, and
 * as a test. Arguments are files and folders (not walked deeper). */
#include "fuzz.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

enum { N_CUTS = 8, MAX_BYTES = 64 << 20 };

static uint64_t replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    fuzz_require(file != NULL, path);
    fseek(file, 0, SEEK_END);
    const long n = ftell(file);
    fuzz_require(n >= 0 && n < MAX_BYTES, path);
    rewind(file);
    for (int cut = 0; cut <= N_CUTS; cut++) {
        const size_t n_cut = (size_t)n * (size_t)(N_CUTS - cut) / N_CUTS;
        uint8_t *exact = malloc(n_cut ? n_cut : 1); /* of its very size: a read past its end is seen */
        fuzz_require(exact != NULL, "memory");
        rewind(file);
        fuzz_require(fread(exact, 1, n_cut, file) == n_cut, path);
        LLVMFuzzerTestOneInput(exact, n_cut);
        free(exact);
    }
    fclose(file);
    return 1;
}

static uint64_t replay(const char *path)
{
    struct stat is;
    fuzz_require(stat(path, &is) == 0, path);
    if (!S_ISDIR(is.st_mode))
        return replay_file(path);
    uint64_t n_files = 0;
    DIR *folder = opendir(path);
    fuzz_require(folder != NULL, path);
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        char below[4096];
        snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.' && stat(below, &is) == 0 && S_ISREG(is.st_mode))
            n_files += replay_file(below);
    }
    closedir(folder);
    return n_files;
}

int main(int n_args, char **args)
{
    uint64_t n_files = 0;
    for (int i = 1; i < n_args; i++)
        n_files += replay(args[i]);
    printf("%llu inputs\n", (unsigned long long)n_files);
    return n_files ? 0 : 1;
}
