/* bench.c: what a worker keeps between leaves. */
#include "press/work.h"

wire_code wire__bench_open(wire__bench *bench, const wire__shop *shop, wire_error *err)
{
    *bench = (wire__bench){.shop = shop, .scratch = wire_arena_new((size_t)1 << 30)};
    wire_out_open_memory(&bench->plain, 0);
    wire_out_open_memory(&bench->packed, 0);
    return bench->scratch ? WIRE_OK : wire_fail(err, WIRE_ENOMEM, "press: no memory for a worker");
}

void wire__bench_close(wire__bench *bench)
{
    (void)wire_out_close(&bench->plain, NULL);
    (void)wire_out_close(&bench->packed, NULL);
    wire_arena_free(bench->scratch);
    bench->scratch = NULL;
}

wire_record wire__planned_record(const wire__plan *plan, const wire__planned *s)
{
    return (wire_record){.id = s->id,
                         .hash = s->hash,
                         .published = s->published,
                         .last_changed = s->changed,
                         .path = s->path,
                         .section = plan->site.sections[s->section].name,
                         .headline = s->headline,
                         .language = s->language,
                         .state = s->standing == WIRE__STANDING_HIDDEN ? WIRE_STATE_HIDDEN : WIRE_STATE_SHOWN};
}
