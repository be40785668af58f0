/* test_codec.c: packing and unpacking, bounds, damage anywhere, and failing memory. */
#include "../check.h"
#include "../faults.h"
#include "base/unpack.h"

static const wire_codec codecs[] = {WIRE_CODEC_GZIP, WIRE_CODEC_ZLIB, WIRE_CODEC_BROTLI, WIRE_CODEC_ZSTD};

static void fill(char *text, size_t n) /* with something that packs, but not to nothing */
{
    uint32_t seed = 4;
    for (size_t i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        text[i] = "The harbour light is lit at dusk.\n"[i % 5 ? (seed >> 9) % 34 : i % 34];
    }
}

static void test_round(void **state)
{
    (void)state;
    static char text[300000];
    static const size_t sizes[] = {0, 1, 100, 32768, 300000};
    static const int levels[] = {0, 1, 9, 11};
    fill(text, sizeof text);
    wire_out packed, plain;
    wire_error err;
    wire_out_open_memory(&packed, 0);
    wire_out_open_memory(&plain, 0);
    for (size_t c = 0; c < COUNT(codecs); c++)
        for (size_t s = 0; s < COUNT(sizes); s++)
            for (size_t l = 0; l < (s == 2 ? COUNT(levels) : 2); l++) {
                const wire_str in = {text, sizes[s]};
                wire_out_reset(&packed);
                wire_out_reset(&plain);
                assert_int_equal(wire_pack(codecs[c], levels[l], in, &packed, &err), WIRE_OK);
                assert_int_equal(wire_unpack(codecs[c], wire_out_text(&packed), 0, &plain, &err), WIRE_OK);
                assert_true(wire_str_is(wire_out_text(&plain), in));
                const wire_codec sniffed = wire_codec_sniff(wire_out_text(&packed), WIRE_STR("page.html.br"));
                if (codecs[c] != WIRE_CODEC_ZLIB)
                    assert_int_equal(sniffed, codecs[c]);
            }
    wire_out_close(&packed, NULL);
    wire_out_close(&plain, NULL);
}

static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *coding;
        wire_code code;
        wire_codec codec;
    } cases[] = {{"gzip", WIRE_OK, WIRE_CODEC_GZIP},      {"X-GZIP", WIRE_OK, WIRE_CODEC_GZIP},
                 {"deflate", WIRE_OK, WIRE_CODEC_ZLIB},   {"Br", WIRE_OK, WIRE_CODEC_BROTLI},
                 {"zstd", WIRE_OK, WIRE_CODEC_ZSTD},      {"identity", WIRE_OK, WIRE_CODEC_NONE},
                 {"compress", WIRE_NONE, WIRE_CODEC_NONE}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_codec codec = WIRE_CODEC_NONE;
        assert_int_equal(wire_codec_find(wire_str_of(cases[i].coding), &codec), cases[i].code);
        assert_int_equal(codec, cases[i].codec);
    }
    assert_int_equal(wire_codec_sniff(WIRE_STR("<!DOCTYPE html>"), WIRE_STR("a.html")), WIRE_CODEC_NONE);
    assert_int_equal(wire_codec_sniff(WIRE_STR(""), (wire_str){NULL, 0}), WIRE_CODEC_NONE);
    assert_string_equal(wire_codec_suffix(WIRE_CODEC_ZSTD), ".zst");
    assert_string_equal(wire_codec_suffix(WIRE_CODEC_NONE), "");
}

/* Cut anywhere: said so, and what came before is there. Changed anywhere: never more than a failure. */
static void test_damage(void **state)
{
    (void)state;
    static char text[60000];
    fill(text, sizeof text);
    wire_out packed, plain;
    wire_error err;
    wire_out_open_memory(&packed, 0);
    wire_out_open_memory(&plain, 0);
    for (size_t c = 0; c < COUNT(codecs); c++) {
        wire_out_reset(&packed);
        assert_int_equal(wire_pack(codecs[c], 0, (wire_str){text, sizeof text}, &packed, &err), WIRE_OK);
        const wire_str whole = wire_out_text(&packed);
        for (size_t i = 0; i < 300; i++) {
            const size_t cut = i * whole.n / 300;
            wire_out_reset(&plain);
            const wire_code code = wire_unpack(codecs[c], wire_str_cut(whole, 0, cut), 0, &plain, &err);
            assert_int_equal(code, WIRE_EFORMAT);
            assert_true(plain.n <= sizeof text && !memcmp(plain.n ? plain.buf : text, text, plain.n));
            char *byte = &packed.buf[i * 7919 % whole.n];
            *byte ^= (char)(1 << i % 8);
            wire_out_reset(&plain);
            const wire_code changed = wire_unpack(codecs[c], whole, 1 << 20, &plain, &err);
            assert_true(changed == WIRE_OK || changed == WIRE_EFORMAT || changed == WIRE_ELIMIT ||
                        changed == WIRE_ENOMEM);
            assert_true(plain.n <= 1 << 20);
            *byte ^= (char)(1 << i % 8);
        }
    }
    wire_out_close(&packed, NULL);
    wire_out_close(&plain, NULL);
}

/* A few kilobytes that would be a gigabyte. */
static void test_bombs(void **state)
{
    (void)state;
    static char zeros[16 << 20];
    wire_out packed, plain;
    wire_error err;
    wire_out_open_memory(&packed, 0);
    wire_out_open_memory(&plain, 0);
    for (size_t c = 0; c < COUNT(codecs); c++) {
        wire_out_reset(&packed);
        wire_out_reset(&plain);
        assert_int_equal(wire_pack(codecs[c], 1, (wire_str){zeros, sizeof zeros}, &packed, &err), WIRE_OK);
        assert_int_equal(wire_unpack(codecs[c], wire_out_text(&packed), 1 << 20, &plain, &err), WIRE_ELIMIT);
        assert_int_equal(plain.n, 1 << 20);
        wire_out_reset(&plain);
        assert_int_equal(wire_unpack(codecs[c], wire_out_text(&packed), sizeof zeros, &plain, &err), WIRE_OK);
        assert_int_equal(plain.n, sizeof zeros);
    }
    wire_out_close(&packed, NULL);
    wire_out_close(&plain, NULL);
}

static void test_members(void **state)
{
    (void)state;
    wire_out packed, plain;
    wire_error err;
    wire_out_open_memory(&packed, 0);
    wire_out_open_memory(&plain, 0);
    assert_int_equal(wire_pack(WIRE_CODEC_GZIP, 0, WIRE_STR("one "), &packed, &err), WIRE_OK);
    const size_t first = packed.n;
    assert_int_equal(wire_pack(WIRE_CODEC_GZIP, 0, WIRE_STR("two"), &packed, &err), WIRE_OK);
    assert_int_equal(wire_unpack(WIRE_CODEC_GZIP, wire_out_text(&packed), 0, &plain, &err), WIRE_OK);
    check_str(wire_out_text(&plain), WIRE_STR("one two"), "both as one");
    size_t n_packed = 0;
    wire_out_reset(&plain);
    assert_int_equal(wire__unpack_member(wire_out_text(&packed), 0, &plain, &n_packed, &err), WIRE_OK);
    check_str(wire_out_text(&plain), WIRE_STR("one "), "the first alone");
    assert_int_equal(n_packed, first);
    wire_out_close(&packed, NULL);
    wire_out_close(&plain, NULL);
}

static bool pack_and_unpack(void *user)
{
    (void)user;
    static char text[100000];
    fill(text, sizeof text);
    bool is_done = true;
    for (size_t c = 0; c < COUNT(codecs); c++) {
        wire_out packed, plain;
        wire_error err = {0};
        wire_out_open_memory(&packed, 0);
        wire_out_open_memory(&plain, 0);
        wire_code code = wire_pack(codecs[c], 1, (wire_str){text, sizeof text}, &packed, &err);
        code = code ? code : packed.code;
        if (!code)
            code = wire_unpack(codecs[c], wire_out_text(&packed), 0, &plain, &err);
        code = code ? code : plain.code;
        assert_true(code == WIRE_OK || code == WIRE_ENOMEM);
        is_done = is_done && !code;
        wire_out_close(&packed, NULL);
        wire_out_close(&plain, NULL);
    }
    return is_done;
}

static void test_faults(void **state)
{
    (void)state;
    assert_in_range(faults_run(pack_and_unpack, NULL, 1000), 8, 999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_round),   cmocka_unit_test(test_names),
                                       cmocka_unit_test(test_damage),  cmocka_unit_test(test_bombs),
                                       cmocka_unit_test(test_members), cmocka_unit_test(test_faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
