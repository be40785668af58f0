/* hints.c: freshness and waits out of headers, of which none can be trusted to be well-formed. */
#include "fetch/hints.h"

#include "base/hash.h"
#include "wirecopy/time.h"

enum { DAY = 24 * 3600, LONGEST_FRESH = 365 * DAY, LONGEST_RETRY = 30 * DAY };

static int64_t at_most(int64_t value, int64_t most)
{
    return value < 0 ? 0 : value < most ? value : most;
}

/* A number of seconds and nothing else, in quotes or not. fails  -1 */
static int64_t read_seconds(wire_str text)
{
    int64_t n = 0;
    text = wire_str_trim(text);
    if (text.n > 1 && text.p[0] == '"' && text.p[text.n - 1] == '"')
        text = wire_str_cut(text, 1, text.n - 1);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return -1;
        n = n < LONGEST_FRESH ? n * 10 + (text.p[i] - '0') : n;
    }
    return text.n ? n : -1;
}

/* fails  false */
static bool read_date(wire_str text, int64_t *at)
{
    wire_stamp stamp;
    if (!text.n || wire_stamp_read(text, NULL, &stamp) || !stamp.has_time)
        return false;
    *at = stamp.at;
    return true;
}

/* The next directive of a Cache-Control. out  *value: after "=", absent without. fails  false: no more */
static bool next_directive(wire_str *rest, wire_str *name, wire_str *value)
{
    if (!rest->n)
        return false;
    const size_t comma = wire_str_find(*rest, WIRE_STR(","));
    const wire_str part = wire_str_trim(wire_str_cut(*rest, 0, comma));
    *rest = comma < rest->n ? wire_str_cut(*rest, comma + 1, rest->n) : (wire_str){0};
    const size_t equals = wire_str_find(part, WIRE_STR("="));
    *name = wire_str_trim(wire_str_cut(part, 0, equals));
    *value = equals < part.n ? wire_str_cut(part, equals + 1, part.n) : (wire_str){0};
    return true;
}

int64_t wire__hint_fresh(const wire__hints *hints, int64_t now)
{
    wire_str rest = hints->cache_control, name, value;
    int64_t fresh = -1, stated = now, expires;
    while (next_directive(&rest, &name, &value)) {
        if (wire_str_is_ci(name, WIRE_STR("no-cache")) || wire_str_is_ci(name, WIRE_STR("no-store")))
            return 0;
        if (wire_str_is_ci(name, WIRE_STR("max-age")))
            fresh = read_seconds(value);
    }
    if (fresh >= 0) {
        const int64_t age = read_seconds(hints->age);
        return at_most(fresh - (age > 0 ? age : 0), LONGEST_FRESH);
    }
    if (!hints->expires.n)
        return -1;
    read_date(hints->date, &stated);
    return read_date(hints->expires, &expires) ? at_most(expires - stated, LONGEST_FRESH) : 0; /* "0", "-1": at once */
}

int64_t wire__hint_retry(const wire__hints *hints, int64_t now)
{
    int64_t at;
    const int64_t seconds = read_seconds(hints->retry_after);
    if (seconds >= 0)
        return at_most(seconds, LONGEST_RETRY);
    return read_date(hints->retry_after, &at) ? at_most(at - now, LONGEST_RETRY) : -1;
}

int64_t wire__hint_jitter(int64_t wait, wire_str who, int64_t now)
{
    const int64_t part = (int64_t)(wire__hash64_seeded(who, (uint64_t)now) % 401) - 200; /* thousandths */
    return wait + wait / 1000 * part + wait % 1000 * part / 1000;
}
