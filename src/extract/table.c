/* table.c: tables of data, row by row. */
#include "extract/body.h"

enum { MAX_ROWS = 2000, MAX_CELLS = 20000, LONG_CELL = 300 };

bool wire__is_data_table(const wire__scan *scan, uint32_t box)
{
    wire__node *table = scan->boxes[box].node;
    uint32_t rows = 0, cells = 0, heads = 0;
    uint32_t seen = 0;
    for (wire__node *n = wire__node_next(table, table); n && seen < 600; n = wire__node_next(n, table), seen++) {
        if (!wire__node_is_element(n))
            continue;
        const uintptr_t tag = wire__node_tag(n);
        if (tag == LXB_TAG_TABLE)
            return false;
        rows += tag == LXB_TAG_TR;
        cells += tag == LXB_TAG_TD || tag == LXB_TAG_TH;
        heads += tag == LXB_TAG_TH;
    }
    const uint32_t chars = scan->boxes[box].chars;
    return rows > 1 && cells >= rows * 2 - (heads ? 1 : 0) && cells &&
           chars / (scan->boxes[box].n_texts + 1) < LONG_CELL &&
           scan->boxes[box].n_paras * 4 <= scan->boxes[box].n_texts + 4;
}

static wire_code write_cell(wire__writing *w, wire__node *cell, wire__run *run)
{
    wire_block *block = wire__build_block(w->builder, WIRE_BLOCK_CELL, (uint8_t)(w->depth + 2));
    if (block)
        block->is_header = wire__node_tag(cell) == LXB_TAG_TH;
    wire__node *last = cell;
    while (last->last_child)
        last = last->last_child;
    if (last == cell)
        return WIRE_OK;
    wire__run_make(run, w->scan, cell->first_child, last, false, w->arena);
    return wire__run_put(run, 0, w);
}

/* What a table is called stands before it. */
static wire_code write_caption(wire__writing *w, wire__node *table, wire__run *run)
{
    wire__node *caption = table->first_child;
    while (caption && !wire__node_is(caption, LXB_TAG_CAPTION))
        caption = caption->next;
    if (!caption || !caption->first_child)
        return WIRE_OK;
    wire__node *last = caption;
    while (last->last_child)
        last = last->last_child;
    wire__run_make(run, w->scan, caption->first_child, last, false, w->arena);
    if (run->is_failed || !run->n)
        return run->is_failed ? WIRE_ENOMEM : WIRE_OK;
    wire_block *block = wire__build_block(w->builder, WIRE_BLOCK_PARAGRAPH, w->depth);
    if (block)
        block->source = wire__element_source(w, caption);
    return wire__run_put(run, 0, w);
}

wire_code wire__write_table(wire__writing *w, uint32_t box)
{
    wire__node *table = w->scan->boxes[box].node;
    wire__run run = {0};
    const wire_code captioned = write_caption(w, table, &run);
    if (captioned != WIRE_OK)
        return captioned;
    uint32_t rows = 0, cells = 0;
    bool has_row = false;
    wire_code code = WIRE_OK;
    wire_block *block = wire__build_block(w->builder, WIRE_BLOCK_TABLE, w->depth);
    if (block)
        block->source = wire__element_source(w, table);
    for (wire__node *n = wire__node_next(table, table); n && code == WIRE_OK && rows < MAX_ROWS && cells < MAX_CELLS;) {
        bool is_over = false;
        if (wire__node_is_element(n)) {
            const uintptr_t tag = wire__node_tag(n);
            if (tag == LXB_TAG_TR) {
                wire__build_block(w->builder, WIRE_BLOCK_ROW, (uint8_t)(w->depth + 1));
                has_row = true;
                rows++;
            } else if (has_row && (tag == LXB_TAG_TD || tag == LXB_TAG_TH)) {
                code = write_cell(w, n, &run);
                is_over = true;
                cells++;
            }
        }
        n = is_over ? wire__node_after(n, table) : wire__node_next(n, table);
    }
    return code;
}
