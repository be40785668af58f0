/* find.c: the story that somebody means by what he has copied or typed. */
#include <time.h>

#include "cli.h"

int64_t cli_now(void)
{
    return (int64_t)time(NULL);
}

/* The path of an address, from behind its host: of the edition's own, wherever it is served. {NULL, 0}: it is none */
static wire_str path_of(const wire_edition *edition, wire_str word)
{
    const size_t at = wire_str_find(word, WIRE_STR("://"));
    if (at == SIZE_MAX)
        return (wire_str){NULL, 0};
    const wire_str rest = wire_str_cut(word, at + 3, word.n), own = edition->url;
    const size_t slash = wire_str_find(rest, WIRE_STR("/"));
    const size_t own_at = wire_str_find(own, WIRE_STR("://"));
    const wire_str own_rest = wire_str_cut(own, own_at == SIZE_MAX ? 0 : own_at + 3, own.n);
    const size_t own_slash = wire_str_find(own_rest, WIRE_STR("/"));
    wire_str path = wire_str_cut(rest, slash, rest.n), prefix = wire_str_cut(own_rest, own_slash, own_rest.n);
    if (prefix.n > 1 && wire_str_has_prefix(path, prefix))
        path = wire_str_cut(path, prefix.n - 1, path.n);
    path = wire_str_cut(path, 0, wire_str_find(path, WIRE_STR("?")));
    path = wire_str_cut(path, 0, wire_str_find(path, WIRE_STR("#")));
    if (wire_str_has_suffix(path, WIRE_STR("index.html")))
        path.n -= sizeof "index.html" - 1;
    return path;
}

int cli_find(cli *c, cli_edition *e, const char *word, wire_record *record)
{
    wire_error err = {0};
    const wire_str name = wire_str_of(word), path = path_of(e->edition, name);
    wire_code code = wire_store_find(e->store, name, record, &err);
    if (code == WIRE_NONE && path.n)
        code = wire_store_find(e->store, path, record, &err);
    if (code == WIRE_NONE) {
        cli_say(
            c, "%s: no such story; name it by its address, here or at the publisher (`wirecopy search WORDS` finds it)",
            word);
        return CLI_SOME_FAILED;
    }
    return code ? cli_fail(c, code, &err) : CLI_DONE;
}
