/* pace.c: a queue a host, in a ring so that hosts take turns; found by name through a hash table. */
#include "fetch/pace.h"

#include "base/hash.h"
#include "fetch/hints.h"

#include <stdlib.h>
#include <string.h>

struct wire__host {
    wire_str name; /* behind the struct */
    uint64_t hash;
    wire__turn *first, *last;
    int64_t next_start_ms;
    int64_t closed_ms; /* until then; 0: open */
    uint32_t n_active, n_overloads, pause_ms;
    bool is_paced;
};

struct wire__pace {
    wire__host **hosts; /* in order of arrival */
    size_t n_hosts, cap_hosts;
    uint32_t *table; /* number of a host and one, by hash; 0: free */
    size_t n_table;  /* a power of two, over twice n_hosts */
    size_t at;       /* host whose turn is next */
    size_t n_waiting;
    uint32_t n_per_host, pause_ms;
};

wire__pace *wire__pace_new(uint32_t n_per_host, uint32_t pause_ms)
{
    wire__pace *pace = calloc(1, sizeof *pace);
    if (pace) {
        pace->n_per_host = n_per_host;
        pace->pause_ms = pause_ms;
    }
    return pace;
}

void wire__pace_free(wire__pace *pace)
{
    if (!pace)
        return;
    for (size_t i = 0; i < pace->n_hosts; i++)
        free(pace->hosts[i]);
    free(pace->hosts);
    free(pace->table);
    free(pace);
}

static void enter(wire__pace *pace, size_t number)
{
    size_t i = pace->hosts[number]->hash & (pace->n_table - 1);
    while (pace->table[i])
        i = (i + 1) & (pace->n_table - 1);
    pace->table[i] = (uint32_t)number + 1;
}

static bool grow(wire__pace *pace)
{
    const size_t cap = pace->cap_hosts ? pace->cap_hosts * 2 : 16;
    wire__host **hosts = cap <= UINT32_MAX / 4 ? realloc(pace->hosts, cap * sizeof *hosts) : NULL;
    if (!hosts)
        return false;
    pace->hosts = hosts;
    uint32_t *table = calloc(cap * 4, sizeof *table);
    if (!table)
        return false;
    free(pace->table);
    pace->table = table;
    pace->n_table = cap * 4;
    pace->cap_hosts = cap;
    for (size_t i = 0; i < pace->n_hosts; i++)
        enter(pace, i);
    return true;
}

static wire__host *find_host(const wire__pace *pace, wire_str name, uint64_t hash)
{
    for (size_t i = hash; pace->n_table; i++) {
        const uint32_t number = pace->table[i & (pace->n_table - 1)];
        if (!number)
            return NULL;
        wire__host *host = pace->hosts[number - 1];
        if (host->hash == hash && wire_str_is(host->name, name))
            return host;
    }
    return NULL;
}

static wire__host *add_host(wire__pace *pace, wire_str name, uint64_t hash)
{
    if (pace->n_hosts == pace->cap_hosts && !grow(pace))
        return NULL;
    wire__host *host = calloc(1, sizeof *host + name.n);
    if (!host)
        return NULL;
    char *copy = (char *)(host + 1);
    memcpy(copy, name.p, name.n);
    host->name = (wire_str){copy, name.n};
    host->hash = hash;
    host->pause_ms = pace->pause_ms;
    pace->hosts[pace->n_hosts] = host;
    enter(pace, pace->n_hosts++);
    return host;
}

wire_code wire__pace_slow(wire__pace *pace, wire_str name, uint32_t pause_ms)
{
    const uint64_t hash = wire__hash64(name);
    wire__host *host = find_host(pace, name, hash);
    if (!host && !(host = add_host(pace, name, hash)))
        return WIRE_ENOMEM;
    const uint32_t least = host->is_paced ? host->pause_ms : 0;
    host->pause_ms = pause_ms > least ? pause_ms : least;
    host->is_paced = true;
    return WIRE_OK;
}

wire_code wire__pace_put(wire__pace *pace, wire_str name, bool is_paced, wire__turn *turn)
{
    const uint64_t hash = wire__hash64(name);
    wire__host *host = find_host(pace, name, hash);
    if (!host && !(host = add_host(pace, name, hash)))
        return WIRE_ENOMEM;
    host->is_paced |= is_paced;
    turn->next = NULL;
    turn->host = host;
    if (host->last)
        host->last->next = turn;
    else
        host->first = turn;
    host->last = turn;
    pace->n_waiting++;
    return WIRE_OK;
}

static wire__turn *shift(wire__pace *pace, wire__host *host)
{
    wire__turn *turn = host->first;
    host->first = turn->next;
    if (!host->first)
        host->last = NULL;
    turn->next = NULL;
    pace->n_waiting--;
    return turn;
}

static bool may_start(const wire__pace *pace, const wire__host *host, int64_t now_ms)
{
    return host->closed_ms || (host->n_active < pace->n_per_host && now_ms >= host->next_start_ms);
}

wire__turn *wire__pace_take(wire__pace *pace, int64_t now_ms)
{
    for (size_t i = 0; pace->n_waiting && i < pace->n_hosts; i++) {
        wire__host *host = pace->hosts[pace->at];
        pace->at = (pace->at + 1) % pace->n_hosts;
        if (!host->first || !may_start(pace, host, now_ms))
            continue;
        host->n_active++;
        if (host->is_paced)
            host->next_start_ms = now_ms + host->pause_ms;
        return shift(pace, host);
    }
    return NULL;
}

void wire__pace_done(wire__turn *turn)
{
    turn->host->n_active--;
}

void wire__pace_close(wire__turn *turn, int64_t until_ms)
{
    turn->host->closed_ms = until_ms;
}

int64_t wire__pace_closed(const wire__turn *turn)
{
    return turn->host->closed_ms;
}

int64_t wire__pace_backoff(wire__turn *turn)
{
    wire__host *host = turn->host;
    const uint32_t n = host->n_overloads < 6 ? host->n_overloads++ : 6;
    return wire__hint_jitter(INT64_C(1000) << n, host->name, host->next_start_ms);
}

void wire__pace_forgive(wire__turn *turn)
{
    turn->host->n_overloads = 0;
}

void wire__pace_hold(wire__turn *turn, int64_t until_ms)
{
    if (turn->host->next_start_ms < until_ms)
        turn->host->next_start_ms = until_ms;
}

int64_t wire__pace_wait(const wire__pace *pace, int64_t now_ms)
{
    int64_t least = -1;
    for (size_t i = 0; pace->n_waiting && i < pace->n_hosts; i++) {
        const wire__host *host = pace->hosts[i];
        if (!host->first || (host->n_active >= pace->n_per_host && !host->closed_ms))
            continue;
        const int64_t left = host->closed_ms ? 0 : host->next_start_ms > now_ms ? host->next_start_ms - now_ms : 0;
        least = least < 0 || left < least ? left : least;
    }
    return least;
}

wire__turn *wire__pace_drop(wire__pace *pace)
{
    for (size_t i = 0; pace->n_waiting && i < pace->n_hosts; i++)
        if (pace->hosts[i]->first)
            return shift(pace, pace->hosts[i]);
    return NULL;
}

size_t wire__pace_count(const wire__pace *pace)
{
    return pace->n_waiting;
}
