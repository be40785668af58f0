/* arena.c: a chain of blocks, filled one after the other. */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct block {
    struct block *older;
    size_t n, cap; /* bytes of data taken, room */
    _Alignas(max_align_t) char data[];
} block;

struct wire_arena {
    block *newest;
    size_t used; /* bytes of all blocks' room: what the budget counts */
    size_t budget;
    size_t taken;
    bool is_full;  /* the last failure was the budget's */
    bool is_short; /* some failure was not */
};

enum { FIRST_BLOCK = 8 << 10, LARGEST_STEP = 1 << 20 };

wire_arena *wire_arena_new(size_t budget_bytes)
{
    wire_arena *arena = calloc(1, sizeof *arena);
    if (arena)
        arena->budget = budget_bytes ? budget_bytes : (size_t)64 << 20;
    return arena;
}

static void free_older(block *b)
{
    while (b) {
        block *older = b->older;
        free(b);
        b = older;
    }
}

void wire_arena_free(wire_arena *arena)
{
    if (!arena)
        return;
    free_older(arena->newest);
    free(arena);
}

void wire_arena_reset(wire_arena *arena)
{
    arena->taken = 0;
    arena->is_short = false;
    block *b = arena->newest;
    if (b && b->cap > LARGEST_STEP) { /* one large object must not hold its memory for ever */
        free_older(b);
        arena->newest = b = NULL;
    }
    if (b) {
        free_older(b->older);
        b->older = NULL;
        b->n = 0;
    }
    arena->used = b ? b->cap : 0;
}

/* Each block is twice the last, so that the chain stays short; a large request gets a block of its size. */
static block *add_block(wire_arena *arena, size_t bytes)
{
    block *old = arena->newest;
    const size_t left = arena->budget - arena->used + (old && !old->n ? old->cap : 0);
    size_t cap = old ? old->cap * 2 : FIRST_BLOCK;
    cap = cap < LARGEST_STEP ? cap : LARGEST_STEP;
    cap = cap > bytes ? cap : bytes;
    cap = cap < left ? cap : left;
    arena->is_full = bytes > cap || cap > SIZE_MAX - sizeof(block);
    if (arena->is_full)
        return NULL;
    if (old && !old->n) { /* empty and too small: it would only take from the budget */
        arena->newest = old->older;
        arena->used -= old->cap;
        free(old);
    }
    block *b = malloc(sizeof *b + cap);
    if (!b) {
        arena->is_short = true;
        return NULL;
    }
    *b = (block){arena->newest, 0, cap};
    arena->newest = b;
    arena->used += cap;
    return b;
}

/* Bytes to be left out so that the next address is a multiple of align. */
static size_t gap_before(const block *b, size_t align)
{
    return (size_t)(-(uintptr_t)(b->data + b->n) & (align - 1));
}

void *wire_arena_take(wire_arena *arena, size_t bytes, size_t align)
{
    block *b = arena->newest;
    size_t gap = b ? gap_before(b, align) : 0;
    if (!b || gap > b->cap - b->n || bytes > b->cap - b->n - gap) {
        const size_t slack = align > _Alignof(max_align_t) ? align : 1; /* bytes = 0 gets an address of its own too */
        if (bytes > SIZE_MAX - slack || !(b = add_block(arena, bytes + slack)))
            return NULL;
        gap = gap_before(b, align);
    }
    char *p = b->data + b->n + gap;
    b->n += gap + bytes;
    arena->taken += bytes;
    return p;
}

void *wire_arena_take_zero(wire_arena *arena, size_t n, size_t size, size_t align)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        return NULL;
    void *p = wire_arena_take(arena, bytes, align);
    return p ? memset(p, 0, bytes) : NULL;
}

bool wire__arena_is_full(const wire_arena *arena)
{
    return arena->is_full;
}

bool wire__arena_is_short(const wire_arena *arena)
{
    return arena->is_short;
}

size_t wire_arena_used(const wire_arena *arena)
{
    return arena->taken;
}

bool wire_arena_copy(wire_arena *arena, wire_str text, wire_str *copy)
{
    char *p = text.n < SIZE_MAX ? wire_arena_take(arena, text.n + 1, 1) : NULL;
    if (!p)
        return false;
    if (text.n)
        memcpy(p, text.p, text.n);
    p[text.n] = '\0';
    *copy = (wire_str){p, text.n};
    return true;
}

wire_str wire_arena_print(wire_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *p = n >= 0 ? wire_arena_take(arena, (size_t)n + 1, 1) : NULL;
    if (p)
        vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return (wire_str){p, p ? (size_t)n : 0};
}
