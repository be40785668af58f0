/* remark.c: what is odd about a story that is taken all the same, told by its line. */
#include "run/remark.h"

enum { MOST = 100 };

static void tell(wire__remarks *r, wire_str where, const char *what)
{
    if (r->n++ < MOST)
        wire_log(r->hooks, WIRE_LEVEL_WARN, "%.*s: %s", WIRE_ARG(where), what);
    else if (r->n == MOST + 1)
        wire_log(r->hooks, WIRE_LEVEL_WARN, "%.*s: more of the like is not told", WIRE_ARG(where));
}

static bool lacks_zone(const wire_stamp *stamp)
{
    return stamp->is_known && stamp->has_time && !stamp->has_offset;
}

wire_code wire__remark(wire__remarks *r, const wire_story *story, wire_str where)
{
    const struct {
        const wire_stamp *stamp;
        const char *what;
    } stamps[] = {
        {&story->published, "\"datePublished\" has no zone: taken as UTC; \"2026-11-20T04:53:00-05:00\" has one"},
        {&story->modified, "\"dateModified\" has no zone: taken as UTC"},
        {&story->embargoed, "\"embargoed\" has no zone: taken as UTC"},
        {&story->expires, "\"expires\" has no zone: taken as UTC"},
    };
    if (!wire_str_trim(story->headline).n)
        tell(r, where, "no \"headline\": taken without one");
    for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++)
        if (lacks_zone(stamps[i].stamp))
            tell(r, where, stamps[i].what);
    if (!story->url.n)
        return WIRE_OK;
    const wire_code code = wire__seen_add(&r->seen, story->url);
    if (code == WIRE_SAME)
        tell(r, where, "the address of a line before: taken as that story's next revision");
    return code < 0 ? code : WIRE_OK;
}
