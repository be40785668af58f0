/* error.c: failures, said once where they are known; the log. */
#include "wirecopy/base.h"

#include <stdio.h>

const char *wire_code_name(wire_code code)
{
    switch (code) {
#define CASE(name, value, text) \
    case name:                  \
        return #name;
        WIRE_CODES(CASE)
#undef CASE
    }
    return "unknown";
}

const char *wire_code_text(wire_code code)
{
    switch (code) {
#define CASE(name, value, text) \
    case name:                  \
        return text;
        WIRE_CODES(CASE)
#undef CASE
    }
    return "unknown";
}

WIRE_PRINTF(4, 0)
static wire_code fail(wire_error *err, wire_code code, uint64_t offset, const char *format, va_list args)
{
    if (err) {
        err->code = code;
        err->offset = offset;
        vsnprintf(err->text, sizeof err->text, format, args);
    }
    return code;
}

wire_code(wire_fail)(wire_error *err, wire_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fail(err, code, WIRE_NOWHERE, format, args);
    va_end(args);
    return code;
}

wire_code(wire_fail_at)(wire_error *err, wire_code code, uint64_t offset, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fail(err, code, offset, format, args);
    va_end(args);
    return code;
}

void wire_log(const wire_hooks *hooks, wire_level level, const char *format, ...)
{
    if (!hooks || !hooks->log)
        return;
    char text[1024];
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n > 0)
        hooks->log(hooks->user, level, (wire_str){text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1});
}

const char *wire_version(void)
{
    return WIRE_VERSION;
}
