/* inputs.c: the list of inputs as the command line names them, folders walked. */
#include "wirecopy/fetch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LARGEST_PATH = 4096,
    MOST_INPUTS = 1 << 27,
    LARGEST_LIST = 256 << 20 /* bytes of a list file */
};

struct wire_inputs {
    wire_arena *arena; /* names and addresses */
    wire_input *items;
    size_t n, cap;
};

/* Folders still to be walked; each name lies in `arena`, zero-ended. */
typedef struct walk {
    wire_arena *arena;
    wire_str *folders;
    size_t n, cap;
} walk;

wire_inputs *wire_inputs_new(void)
{
    wire_inputs *inputs = calloc(1, sizeof *inputs);
    if (inputs && !(inputs->arena = wire_arena_new((size_t)4 << 30))) {
        free(inputs);
        return NULL;
    }
    return inputs;
}

void wire_inputs_free(wire_inputs *inputs)
{
    if (!inputs)
        return;
    wire_arena_free(inputs->arena);
    free(inputs->items);
    free(inputs);
}

size_t wire_inputs_count(const wire_inputs *inputs)
{
    return inputs->n;
}

wire_input wire_inputs_at(const wire_inputs *inputs, size_t i)
{
    return i < inputs->n ? inputs->items[i] : (wire_input){0};
}

bool wire_input_is_web(const wire_input *input)
{
    return wire_str_is_ci(wire_str_cut(input->name, 0, 7), WIRE_STR("http://")) ||
           wire_str_is_ci(wire_str_cut(input->name, 0, 8), WIRE_STR("https://"));
}

/* Room for one more in a growing array. fails  false */
static bool make_room(void **items, size_t *cap, size_t n, size_t size)
{
    if (n < *cap)
        return true;
    const size_t larger = *cap ? *cap * 2 : 64;
    void *moved = larger <= MOST_INPUTS ? realloc(*items, larger * size) : NULL;
    if (!moved)
        return false;
    *items = moved;
    *cap = larger;
    return true;
}

static bool push(wire_inputs *inputs, wire_str name, wire_str url)
{
    wire_input input = {0};
    void *items = inputs->items;
    const bool has_room = make_room(&items, &inputs->cap, inputs->n, sizeof *inputs->items);
    inputs->items = items;
    if (!has_room || !wire_arena_copy(inputs->arena, name, &input.name) ||
        (url.n && !wire_arena_copy(inputs->arena, url, &input.url)))
        return false;
    if (!url.n && wire_input_is_web(&input))
        input.url = input.name;
    inputs->items[inputs->n++] = input;
    return true;
}

static bool push_folder(walk *w, wire_str path)
{
    wire_str copy;
    void *folders = w->folders;
    const bool has_room = make_room(&folders, &w->cap, w->n, sizeof *w->folders);
    w->folders = folders;
    if (!has_room || !wire_arena_copy(w->arena, path, &copy))
        return false;
    w->folders[w->n++] = copy;
    return true;
}

/* Takes one name of a folder: a file is an input, a folder waits; links, pipes and devices are neither. */
static bool take_entry(wire_inputs *inputs, walk *w, DIR *dir, wire_str folder, const struct dirent *entry,
                       wire_str url)
{
    char path[LARGEST_PATH];
    const size_t n_name = strlen(entry->d_name), n = folder.n + 1 + n_name;
    if (entry->d_name[0] == '.' || n >= sizeof path)
        return true; /* no system call would take a longer one */
    memcpy(path, folder.p, folder.n);
    path[folder.n] = '/';
    memcpy(path + folder.n + 1, entry->d_name, n_name);

    struct stat info = {0};
    unsigned char type = entry->d_type;
    if (type == DT_UNKNOWN && !fstatat(dirfd(dir), entry->d_name, &info, AT_SYMLINK_NOFOLLOW))
        type = S_ISREG(info.st_mode) ? DT_REG : S_ISDIR(info.st_mode) ? DT_DIR : DT_UNKNOWN;
    if (type == DT_DIR)
        return push_folder(w, (wire_str){path, n});
    return type != DT_REG || push(inputs, (wire_str){path, n}, url);
}

/* A folder that cannot be read becomes an input, so that opening it says why. */
static bool walk_one(wire_inputs *inputs, walk *w, wire_str folder, wire_str url)
{
    DIR *dir = opendir(folder.n ? folder.p : "/");
    if (!dir)
        return push(inputs, folder, url);
    bool is_well = true;
    const struct dirent *entry;
    while (is_well && (entry = readdir(dir)))
        is_well = take_entry(inputs, w, dir, folder, entry, url);
    closedir(dir);
    return is_well;
}

static int by_name(const void *a, const void *b)
{
    return wire_str_order(((const wire_input *)a)->name, ((const wire_input *)b)->name);
}

static wire_code add_folder(wire_inputs *inputs, wire_str folder, wire_str url, wire_error *err)
{
    const size_t before = inputs->n;
    while (folder.n && folder.p[folder.n - 1] == '/')
        folder.n--;
    walk w = {.arena = wire_arena_new((size_t)1 << 30)};
    bool is_well = w.arena && push_folder(&w, folder);
    while (is_well && w.n) {
        const wire_str next = w.folders[--w.n];
        is_well = walk_one(inputs, &w, next, url);
    }
    free(w.folders);
    wire_arena_free(w.arena);
    if (!is_well)
        return wire_fail(err, WIRE_ENOMEM, "fetch: no memory for the files of %.*s", WIRE_ARG(folder));
    if (inputs->n > before) /* whole paths in order: "a-b/x" stands before "a/x" */
        qsort(inputs->items + before, inputs->n - before, sizeof *inputs->items, by_name);
    return WIRE_OK;
}

static bool is_folder(wire_str name)
{
    char path[LARGEST_PATH];
    struct stat info;
    if (!name.n || name.n >= sizeof path || memchr(name.p, '\0', name.n))
        return false;
    memcpy(path, name.p, name.n);
    path[name.n] = '\0';
    return !stat(path, &info) && S_ISDIR(info.st_mode);
}

wire_code wire_inputs_add(wire_inputs *inputs, wire_str name, wire_str url, wire_error *err)
{
    const wire_input input = {.name = name};
    if (!wire_input_is_web(&input) && !wire_str_is(name, WIRE_STR("-")) && is_folder(name))
        return add_folder(inputs, name, url, err);
    if (!push(inputs, name, url))
        return wire_fail(err, WIRE_ENOMEM, "fetch: no memory for another input");
    return WIRE_OK;
}

/* The line up to the next line end, without it. */
static wire_str next_line(wire_str *rest)
{
    const char *end = memchr(rest->p, '\n', rest->n);
    wire_str line = {rest->p, end ? (size_t)(end - rest->p) : rest->n};
    *rest = wire_str_cut(*rest, line.n + (end != NULL), rest->n);
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

wire_code wire_inputs_add_list(wire_inputs *inputs, wire_str file, const wire_hooks *hooks, wire_error *err)
{
    wire_page page;
    wire_error why;
    const wire_load_opts opts = {.max_bytes = LARGEST_LIST, .hooks = hooks ? *hooks : (wire_hooks){0}};
    wire_arena *arena = wire_arena_new((size_t)LARGEST_LIST * 2 + (1 << 20));
    if (!arena)
        return wire_fail(err, WIRE_ENOMEM, "fetch: no memory for the list");
    wire_code code = wire_input_load(&(wire_input){.name = file}, &opts, arena, &page, &why);
    if (code)
        code = wire_fail(err, code, "%.*s: %s", WIRE_ARG(file), why.text);
    for (wire_str rest = code ? (wire_str){0} : page.bytes; rest.n && !code;) {
        const wire_str line = next_line(&rest);
        const size_t tab = wire_str_find(line, WIRE_STR("\t"));
        const wire_str name = wire_str_cut(line, 0, tab);
        const wire_str url = tab < line.n ? wire_str_trim(wire_str_cut(line, tab + 1, line.n)) : (wire_str){0};
        if (name.n)
            code = wire_inputs_add(inputs, name, url, err);
    }
    wire_arena_free(arena);
    return code;
}
