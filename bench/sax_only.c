/* sax_only.c: what reading a feed could cost at least: libxml2's push parser with handlers that count. */
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { CHUNK = 16 << 10 };

static void on_start(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                     const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **list)
{
    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces, (void)n_attributes, (void)n_defaulted, (void)list;
    *(size_t *)user += !strcmp((const char *)local, "item");
}

static void on_text(void *user, const xmlChar *text, int n)
{
    (void)user, (void)text, (void)n;
}

int main(int n, char **words)
{
    char chunk[CHUNK];
    size_t n_items = 0, n_read;
    struct rusage usage;
    FILE *file = n == 2 ? fopen(words[1], "rb") : NULL;
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .characters = on_text, .cdataBlock = on_text};
    xmlParserCtxtPtr parser = file ? xmlCreatePushParserCtxt(&sax, &n_items, NULL, 0, NULL) : NULL;
    if (!parser) {
        fprintf(stderr, "sax_only FEED\n");
        return 2;
    }
    while ((n_read = fread(chunk, 1, sizeof chunk, file)))
        xmlParseChunk(parser, chunk, (int)n_read, 0);
    xmlParseChunk(parser, NULL, 0, 1);
    xmlFreeParserCtxt(parser);
    fclose(file);
    getrusage(RUSAGE_SELF, &usage);
    printf("%zu items, %.3f s user\n", n_items, (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6);
    return 0;
}
