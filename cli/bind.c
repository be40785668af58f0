/* bind.c: stories kept until they are bound into one file. */
#include <stdlib.h>

#include "cli.h"

bool cli_bind(cli_binding *b, const wire_story *story, wire_str section)
{
    wire_out json;
    wire_story *copy = NULL;
    wire_book_story *more = b->stories;
    if (b->n == b->cap) {
        const uint32_t cap = b->cap ? b->cap * 2 : 64;
        more = realloc(b->stories, cap * sizeof *more);
        if (!more)
            return false;
        b->stories = more;
        b->cap = cap;
    }
    wire_out_open_memory(&json, 0);
    wire_story_write_json(story, NULL, &json);
    bool is_kept = !json.code && wire_story_read_json(wire_out_text(&json), &copy, NULL) == WIRE_OK;
    (void)wire_out_close(&json, NULL);
    more[b->n] = (wire_book_story){.story = copy};
    is_kept = is_kept && (!section.n || wire_arena_copy(copy->arena, section, &more[b->n].section));
    if (is_kept)
        b->n++;
    else
        wire_story_free(copy);
    return is_kept;
}

void cli_bind_end(cli_binding *b, const wire_theme *theme, wire_str title, wire_str language, wire_out *out)
{
    const wire_story *first = b->n ? b->stories[0].story : NULL;
    const wire_book book = {.title = title.n                                     ? title
                                     : first && wire_str_trim(first->headline).n ? first->headline
                                                                                 : WIRE_STR("Wirecopy"),
                            .language = language.n ? language
                                        : first    ? first->language
                                                   : (wire_str){NULL, 0},
                            .publisher = first ? first->publisher : (wire_str){NULL, 0},
                            .stories = b->stories,
                            .n_stories = b->n};
    if (b->n && !out->code)
        wire_render_book(theme, &book, out);
    for (uint32_t i = 0; i < b->n; i++)
        wire_story_free((wire_story *)(uintptr_t)b->stories[i].story);
    free(b->stories);
    *b = (cli_binding){0};
}
