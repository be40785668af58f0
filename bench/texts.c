/* texts.c: writes the texts of pages and their features, for training the model (bench/README.md). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/facts.h"
#include "extract/features.h"
#include "parse/charset.h"

static wire_str read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    wire_str s = {NULL, 0};
    if (!f)
        return s;
    fseek(f, 0, SEEK_END);
    const long n = ftell(f);
    rewind(f);
    char *p = n >= 0 ? malloc((size_t)n + 1) : NULL;
    if (p)
        s = (wire_str){p, fread(p, 1, (size_t)n, f)};
    fclose(f);
    return s;
}

static wire_str url_of(const wire__scan *scan)
{
    for (uint32_t i = 0; i < scan->n_metas && !scan->canonical.n; i++)
        if (wire_str_is(scan->metas[i].name, WIRE_STR("og:url")))
            return scan->metas[i].content;
    return scan->canonical;
}

/* A line for a page: its path, the address it calls its own, and texts. */
static void write_texts(const char *path, const wire__scan *scan, wire_out *out)
{
    static char text[1 << 20];
    wire_out_lit(out, "{\"path\": \"");
    wire_out_json_text(out, wire_str_of(path));
    wire_out_lit(out, "\", \"url\": \"");
    wire_out_json_text(out, url_of(scan));
    wire_out_lit(out, "\", \"texts\": [");
    for (uint32_t i = 0; i < scan->n_texts; i++) {
        if (i)
            wire_out_lit(out, ", ");
        wire_out_lit(out, "\"");
        wire_out_json_text(out, (wire_str){text, wire__text_copy(scan, &scan->texts[i], text, sizeof text)});
        wire_out_lit(out, "\"");
    }
    wire_out_lit(out, "], \"tweets\": [");
    const char *comma = "";
    for (uint32_t i = 0; i < scan->n_texts; i++)
        if (scan->texts[i].is_tweet) {
            wire_out_print(out, "%s%u", comma, i);
            comma = ", ";
        }
    wire_out_lit(out, "]}\n");
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: texts TEXTS.ndjson FEATURES.f32 < PATHS\n", stderr);
        return 2;
    }
    FILE *texts = fopen(argv[1], "wb"), *features = fopen(argv[2], "wb");
    wire__dom dom;
    wire__scan scan;
    wire__charset charset = {0};
    wire_arena *arena = wire_arena_new(0);
    char path[4096];
    if (!texts || !features || !arena || !wire__dom_open(&dom) || !wire__scan_open(&scan))
        return 1;
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        const wire_page page = {.bytes = read_file(path)};
        wire_arena_reset(arena);
        wire_str html;
        wire__all_facts facts;
        wire__matrix m;
        if (wire__charset_decode(&charset, &page, &html, NULL) || wire__dom_parse(&dom, html, NULL, NULL) ||
            wire__scan_page(&scan, &dom, NULL) || wire__facts_read(&scan, &page, arena, &facts))
            return 1;
        const wire__hints hints = wire__facts_hints(&facts);
        if (wire__features_make(&scan, &hints, facts.headline_text, arena, &m))
            return 1;
        wire_out out;
        wire_out_open_memory(&out, 0);
        write_texts(path, &scan, &out);
        fwrite(wire_out_text(&out).p, 1, wire_out_text(&out).n, texts);
        wire_out_close(&out, NULL);
        for (uint32_t i = 0; i < m.n; i++)
            for (uint32_t f = 0; f < WIRE__N_FEATURES; f++)
                fwrite(&m.columns[f][i], sizeof(float), 1, features);
        free((void *)(uintptr_t)page.bytes.p);
    }
    wire_arena_free(arena);
    wire__scan_close(&scan);
    wire__dom_close(&dom);
    wire__charset_free(&charset);
    return fclose(texts) | fclose(features);
}
