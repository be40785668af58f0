/* negotiate.c: Accept-Encoding and If-None-Match, read as RFC 9110 has them. */
#include "serve/negotiate.h"

enum { MOST_MEMBERS = 64, UNSAID = -1 };

/* The next member of a list parted by commas; empty ones are left out. fails  false: there is none */
static bool next_member(wire_str *rest, wire_str *member)
{
    while (rest->n) {
        const size_t comma = wire_str_find(*rest, WIRE_STR(","));
        *member = wire_str_trim(wire_str_cut(*rest, 0, comma));
        *rest = comma < rest->n ? wire_str_cut(*rest, comma + 1, rest->n) : (wire_str){0};
        if (member->n)
            return true;
    }
    return false;
}

/* A weight in thousandths: "1", "0.5", "0.123"; what is none counts as 0, which is the careful way. */
static int read_weight(wire_str text)
{
    int weight = 0, scale = 1000;
    bool has_dot = false;
    for (size_t i = 0; i < text.n && i < 6; i++) {
        const char c = text.p[i];
        if (c == '.' && !has_dot) {
            has_dot = true;
        } else if (c >= '0' && c <= '9') {
            if (has_dot)
                scale /= 10;
            weight += (c - '0') * scale;
        } else {
            return 0;
        }
    }
    return weight < 1000 ? weight : 1000;
}

/* Parts "gzip;q=0.5" into name and weight. */
static int weigh(wire_str member, wire_str *name)
{
    const size_t semicolon = wire_str_find(member, WIRE_STR(";"));
    *name = wire_str_trim(wire_str_cut(member, 0, semicolon));
    if (semicolon >= member.n)
        return 1000;
    const wire_str parameter = wire_str_trim(wire_str_cut(member, semicolon + 1, member.n));
    const size_t equals = wire_str_find(parameter, WIRE_STR("="));
    if (equals >= parameter.n || !wire_str_is_ci(wire_str_trim(wire_str_cut(parameter, 0, equals)), WIRE_STR("q")))
        return 1000;
    return read_weight(wire_str_trim(wire_str_cut(parameter, equals + 1, parameter.n)));
}

static void read_weights(wire_str field, int weights[WIRE__N_SENT])
{
    static const wire_str CODINGS[WIRE__N_SENT] = {
#define CODING(name, coding, suffix) {coding, sizeof coding - 1},
        WIRE__FORMS(CODING)
#undef CODING
    };
    int any = UNSAID;
    wire_str member, name;
    for (int i = 0; i < WIRE__N_SENT; i++)
        weights[i] = UNSAID;
    for (int n = 0; n < MOST_MEMBERS && next_member(&field, &member); n++) {
        const int weight = weigh(member, &name);
        if (wire_str_is(name, WIRE_STR("*")))
            any = weight;
        if (wire_str_is_ci(name, WIRE_STR("x-gzip")))
            name = WIRE_STR("gzip");
        for (int i = 0; i < WIRE__N_SENT; i++)
            if (wire_str_is_ci(name, CODINGS[i]))
                weights[i] = weight;
    }
    for (int i = 0; i < WIRE__N_SENT; i++)
        if (weights[i] == UNSAID)
            weights[i] = any;
    if (weights[WIRE__SENT_PLAIN] == UNSAID)
        weights[WIRE__SENT_PLAIN] = 1; /* always allowed, but wanted less than anything named */
}

size_t wire__accept_encoding(wire_str field, wire__sent_form order[WIRE__N_SENT])
{
    int weights[WIRE__N_SENT];
    size_t n = 0;
    read_weights(field, weights);
    for (;;) {
        int best = -1;
        for (int i = 0; i < WIRE__N_SENT; i++)
            if (weights[i] > 0 && (best < 0 || weights[i] > weights[best]))
                best = i;
        if (best < 0)
            return n;
        order[n++] = (wire__sent_form)best;
        weights[best] = 0;
    }
}

bool wire__none_match(wire_str field, wire_str etag)
{
    wire_str member;
    for (int n = 0; n < MOST_MEMBERS && next_member(&field, &member); n++) {
        if (wire_str_has_prefix(member, WIRE_STR("W/")))
            member = wire_str_cut(member, 2, member.n);
        if (wire_str_is(member, WIRE_STR("*")) || wire_str_is(member, etag))
            return true;
    }
    return false;
}
