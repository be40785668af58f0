/* zip.c: local headers, members and the directory, without a clock. */
#include "render/zip.h"

#include <string.h>

#include "wirecopy/codec.h"

enum {
    LOCAL = 0x04034b50,
    CENTRAL = 0x02014b50,
    END = 0x06054b50,
    NEEDS = 20, /* version 2.0: deflate */
    DEFLATED = 8,
    DAY = 1 << 5 | 1, /* 1980-01-01, the first there is */
    GZIP_HEAD = 10,
    GZIP_TAIL = 8,
    MOST_MEMBERS = 65535
};

static void put16(wire_out *out, uint32_t n)
{
    wire_out_put(out, (wire_str){(const char[]){(char)(n & 255), (char)(n >> 8 & 255)}, 2});
}

static void put32(wire_out *out, uint32_t n)
{
    put16(out, n & 0xffff);
    put16(out, n >> 16);
}

static uint32_t read32(const char *p)
{
    uint32_t n = 0;
    for (int i = 3; i >= 0; i--)
        n = n << 8 | (unsigned char)p[i];
    return n;
}

void wire__zip_begin(wire__zip *zip, wire_out *out)
{
    *zip = (wire__zip){.out = out, .start = out->total};
    wire_out_open_memory(&zip->packed, 0);
    wire_out_open_memory(&zip->directory, 0);
}

static void fail(wire__zip *zip, wire_code code)
{
    if (!zip->out->code)
        zip->out->code = code;
}

/* What local header and directory say alike, from "version needed" to the extra field's length. */
static void put_facts(wire_out *out, bool is_stored, uint32_t crc, size_t n_packed, size_t n, size_t n_name)
{
    put16(out, NEEDS);
    put16(out, 0);
    put16(out, is_stored ? 0 : DEFLATED);
    put16(out, 0);
    put16(out, DAY);
    put32(out, crc);
    put32(out, (uint32_t)n_packed);
    put32(out, (uint32_t)n);
    put16(out, (uint32_t)n_name);
    put16(out, 0);
}

/* gzip is deflate between a head and a tail, which holds the checksum that ZIP wants too. */
void wire__zip_add(wire__zip *zip, const char *name, wire_str bytes, bool is_stored)
{
    const uint64_t at = zip->out->total - zip->start;
    const wire_str n = wire_str_of(name);
    wire_out_reset(&zip->packed);
    wire_code code = wire_pack(WIRE_CODEC_GZIP, 0, bytes, &zip->packed, NULL);
    if (!code)
        code = zip->packed.code;
    if (!code && (zip->n_members == MOST_MEMBERS || at + zip->packed.n + bytes.n > UINT32_MAX / 2))
        code = WIRE_ELIMIT;
    if (code) {
        fail(zip, code);
        return;
    }
    const wire_str gzip = wire_out_text(&zip->packed);
    const uint32_t crc = read32(gzip.p + gzip.n - GZIP_TAIL);
    const wire_str body = is_stored ? bytes : wire_str_cut(gzip, GZIP_HEAD, gzip.n - GZIP_TAIL);
    put32(zip->out, LOCAL);
    put_facts(zip->out, is_stored, crc, body.n, bytes.n, n.n);
    wire_out_put(zip->out, n);
    wire_out_put(zip->out, body);
    put32(&zip->directory, CENTRAL);
    put16(&zip->directory, NEEDS);
    put_facts(&zip->directory, is_stored, crc, body.n, bytes.n, n.n);
    put16(&zip->directory, 0); /* comment */
    put16(&zip->directory, 0); /* disk */
    put16(&zip->directory, 0); /* internal attributes */
    put32(&zip->directory, 0); /* external attributes */
    put32(&zip->directory, (uint32_t)at);
    wire_out_put(&zip->directory, n);
    zip->n_members++;
}

void wire__zip_end(wire__zip *zip)
{
    const uint64_t at = zip->out->total - zip->start;
    if (zip->directory.code)
        fail(zip, zip->directory.code);
    wire_out_put(zip->out, wire_out_text(&zip->directory));
    put32(zip->out, END);
    put32(zip->out, 0); /* disks */
    put16(zip->out, zip->n_members);
    put16(zip->out, zip->n_members);
    put32(zip->out, (uint32_t)zip->directory.n);
    put32(zip->out, (uint32_t)at);
    put16(zip->out, 0); /* comment */
    (void)wire_out_close(&zip->packed, NULL);
    (void)wire_out_close(&zip->directory, NULL);
}
