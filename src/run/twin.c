/* twin.c: what is said of a story whose text was withdrawn elsewhere. */
#include "run/twin.h"

void wire__tell_withdrawn(const wire_hooks *hooks, wire_code put, const wire_record *record)
{
    if (put != WIRE_OK || !record->has_withdrawn_twin)
        return;
    wire_log(hooks, WIRE_LEVEL_WARN,
             "%.*s: has the text of story %llu, which is withdrawn; it will be shown, unless `wirecopy withdraw %llu`",
             WIRE_ARG(wire_str_cut(record->key, 0, 500)), (unsigned long long)record->twin,
             (unsigned long long)record->id);
}
