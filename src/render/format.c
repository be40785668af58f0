/* format.c: the table of formats. */
#include "render/format.h"

static const wire_format FORMATS[] = {
#define X(name, about, before, between, after, ending, is_book) \
    {#name, about, before, between, after, ending, is_book, wire__write_##name},
#include "render/formats.def"
#undef X
};

const wire_format *wire_formats(size_t *n)
{
    *n = sizeof FORMATS / sizeof *FORMATS;
    return FORMATS;
}

const wire_format *wire_format_find(wire_str name)
{
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
        if (wire_str_is(name, wire_str_of(FORMATS[i].name)) ||
            (FORMATS[i].ending && wire_str_is(name, wire_str_of(FORMATS[i].ending))))
            return &FORMATS[i];
    return NULL;
}
