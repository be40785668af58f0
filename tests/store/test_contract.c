/* test_contract.c: every kind of store does what a store must do. */
#include "stories.h"

#include "contract.h"

static void *make_file(void)
{
    place *p = malloc(sizeof *p);
    place_make(p);
    return p;
}

static const char *name_file(void *p)
{
    return ((place *)p)->file;
}

static void remove_file(void *p)
{
    place_remove(p);
    free(p);
}

static const contract kinds[] = {
    {"sqlite", make_file, name_file, remove_file},
};

int main(void)
{
    int n_failed = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        n_failed += contract_run(&kinds[i]);
    return n_failed;
}
