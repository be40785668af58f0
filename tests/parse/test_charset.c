/* test_charset.c: which encoding, the text, and where it stood. */
#include "../faults.h"
#include "parse/charset.h"

#include <lexbor/encoding/encoding.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A news sentence or two in the tongue of each encoding. */
static const struct sample {
    int encoding;
    const char *text;
} samples[] = {
    {LXB_ENCODING_WINDOWS_1252,
     "Le conseil municipal a voté hier soir la rénovation du port de pêche; les travaux dureront jusqu’à l’été. "
     "« C’était déjà prévu », a déclaré la maire."},
    {LXB_ENCODING_WINDOWS_1252,
     "Der Stadtrat beschloß gestern für den Fischmarkt ein größeres Gebäude; die Händler müssen während der Bauzeit "
     "ausweichen, sagte der Bürgermeister."},
    {LXB_ENCODING_WINDOWS_1252,
     "Kommunestyret vedtok i går å bygge en ny brygge på østsiden av havna. – Det er på tide, sa ordføreren, og "
     "fiskerne håper på en rask løsning."},
    {LXB_ENCODING_WINDOWS_1250,
     "Zastupitelé včera večer schválili opravu rybího trhu. „Čekali jsme na to příliš dlouho,“ řekla starostka "
     "města a dodala, že práce začnou už v létě."},
    {LXB_ENCODING_WINDOWS_1250,
     "Rada miasta zgodziła się wczoraj na budowę nowej przystani. Rybacy mówią, że czekali na tę decyzję od wielu "
     "lat, a prace mają ruszyć jeszcze w październiku."},
    {LXB_ENCODING_ISO_8859_2,
     "Rada miasta zgodziła się wczoraj na budowę nowej przystani. Rybacy mówią, że czekali na tę decyzję od wielu "
     "lat, więc świętują już dziś."},
    {LXB_ENCODING_WINDOWS_1250,
     "A képviselő-testület tegnap este megszavazta a kikötő felújítását. A halászok örülnek, de hosszú időt és több "
     "türelmet kérnek a várostól."},
    {LXB_ENCODING_WINDOWS_1251,
     "Городской совет вчера вечером одобрил ремонт рыбного рынка. «Мы ждали этого много лет», — сказала мэр города. "
     "Работы начнутся весной."},
    {LXB_ENCODING_KOI8_R,
     "Городской совет вчера вечером одобрил ремонт рыбного рынка. Мы ждали этого много лет, сказала мэр города. "
     "Работы начнутся весной."},
    {LXB_ENCODING_ISO_8859_5,
     "Городской совет вчера вечером одобрил ремонт рыбного рынка. Мы ждали этого много лет, сказала мэр города."},
    {LXB_ENCODING_IBM866,
     "Городской совет вчера вечером одобрил ремонт рыбного рынка. Мы ждали этого много лет, сказала мэр города."},
    {LXB_ENCODING_WINDOWS_1251,
     "Міська рада вчора ввечері підтримала ремонт рибного ринку. «Ми чекали на це багато років», — сказала міська "
     "голова, і її слова зустріли оплесками."},
    {LXB_ENCODING_WINDOWS_1253,
     "Το δημοτικό συμβούλιο ενέκρινε χθες το βράδυ την ανακαίνιση της ιχθυαγοράς. Οι ψαράδες περιμένουν ότι τα έργα "
     "θα αρχίσουν την άνοιξη."},
    {LXB_ENCODING_WINDOWS_1254,
     "Belediye meclisi dün akşam balık pazarının onarımına karar verdi. Balıkçılar, çalışmaların ilkbaharda "
     "başlayacağını ve yeni rıhtımın açılışını bekliyor."},
    {LXB_ENCODING_WINDOWS_1255, "מועצת העיר אישרה אמש את שיפוץ שוק הדגים. הדייגים מקווים שהעבודות יתחילו באביב "
                                "הקרוב, אמרה ראש העיר."},
    {LXB_ENCODING_WINDOWS_1256, "وافق مجلس المدينة مساء أمس على تجديد سوق السمك في الميناء. ويأمل الصيادون أن تبدأ "
                                "الأعمال في الربيع، كما قالت رئيسة البلدية."},
    {LXB_ENCODING_WINDOWS_874, "สภาเมืองมีมติเมื่อคืนนี้ให้ปรับปรุงตลาดปลาที่ท่าเรือ ชาวประมงหวังว่างานจะเริ่มในฤดูใบไม้ผลิ"},
    {LXB_ENCODING_SHIFT_JIS,
     "市議会は昨夜、港の魚市場の改修を承認した。漁師たちは、工事が春に始まることを期待している。"},
    {LXB_ENCODING_EUC_JP, "市議会は昨夜、港の魚市場の改修を承認した。漁師たちは、工事が春に始まることを期待している。"},
    {LXB_ENCODING_ISO_2022_JP,
     "市議会は昨夜、港の魚市場の改修を承認した。漁師たちは、工事が春に始まることを期待している。"},
    {LXB_ENCODING_GBK, "市议会昨晚批准了港口鱼市场的改造工程。渔民们说，他们等了这个决定很多年，希望春天就能开工。"},
    {LXB_ENCODING_BIG5, "市議會昨晚批准了港口魚市場的改建工程。漁民說，他們等這個決定等了很多年，希望春天就可以開工。"},
    {LXB_ENCODING_EUC_KR,
     "시의회는 어젯밤 항구 수산시장의 보수 공사를 승인했다. 어민들은 봄에 공사가 시작되기를 기대하고 있다고 말했다."},
};

static void encode(int encoding, const char *text, wire_out *out)
{
    const lxb_encoding_data_t *data = lxb_encoding_data((lxb_encoding_t)encoding);
    lxb_encoding_encode_t to;
    lxb_encoding_encode_init_single(&to, data);
    const lxb_char_t *p = (const lxb_char_t *)text, *end = p + strlen(text);
    lxb_char_t bytes[16], *at;
    while (p < end) {
        const lxb_codepoint_t cp = lxb_encoding_decode_valid_utf_8_single(&p, end);
        at = bytes;
        const int8_t n = data->encode_single(&to, &at, bytes + sizeof bytes, cp);
        assert_true(n > 0);
        wire_out_put(out, (wire_str){(char *)bytes, (size_t)(at - bytes)});
    }
    at = bytes;
    lxb_encoding_encode_finish_single(&to, &at, bytes + sizeof bytes);
    wire_out_put(out, (wire_str){(char *)bytes, (size_t)(at - bytes)});
}

static void expect_text(wire_str got, wire_str want)
{
    if (!wire_str_is(got, want))
        fail_msg("want: %.*s\nsaw: %.*s", WIRE_ARG(want), WIRE_ARG(got));
}

/* Every character's origin, found by encoding the text up to it. ISO-2022-JP has escapes between characters, which may
 * count to either side, so it is left to the sample's whole text. */
static void expect_origins(const wire__charset *cs, const struct sample *s, const char *text)
{
    if (s->encoding == LXB_ENCODING_ISO_2022_JP)
        return;
    char before[4096];
    for (size_t i = 0; i < strlen(text); i += 7) {
        size_t at = i;
        while (((unsigned char)text[at] & 0xC0) == 0x80)
            at--;
        memcpy(before, text, at);
        before[at] = '\0';
        wire_out out;
        wire_out_open_memory(&out, 0);
        encode(s->encoding, before, &out);
        assert_int_equal(wire__charset_origin(cs, i), out.n);
        wire_out_close(&out, NULL);
    }
}

static void charset_is_decoded_as_declared(void **state)
{
    (void)state;
    wire__charset cs = {0};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const struct sample *s = &samples[i];
        char type[80];
        snprintf(type, sizeof type, "text/html; charset=\"%s\"",
                 (const char *)lxb_encoding_data((lxb_encoding_t)s->encoding)->name);
        wire_out out;
        wire_out_open_memory(&out, 0);
        encode(s->encoding, s->text, &out);
        const wire_page page = {.bytes = wire_out_text(&out), .content_type = wire_str_of(type)};
        wire_str text;
        assert_int_equal(wire__charset_decode(&cs, &page, &text, NULL), WIRE_OK);
        expect_text(text, wire_str_of(s->text));
        assert_int_equal(cs.encoding, s->encoding);
        assert_int_equal(cs.by, WIRE__BY_HEADER);
        assert_false(cs.is_borrowed);
        expect_origins(&cs, s, s->text);
        assert_int_equal(wire__charset_origin(&cs, text.n), page.bytes.n);
        wire_out_close(&out, NULL);
    }
    wire__charset_free(&cs);
}

/* Undeclared, each is known by its bytes; ISO-8859-2 and windows-1250 may stand for each other where both say the
 * same. */
static void charset_is_guessed_from_bytes_alone(void **state)
{
    (void)state;
    wire__charset cs = {0};
    int n_wrong = 0;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        wire_out out;
        wire_out_open_memory(&out, 0);
        wire_out_lit(&out, "<html><body class='story'><p>");
        encode(samples[i].encoding, samples[i].text, &out);
        wire_out_lit(&out, "</p></body></html>");
        const wire_page page = {.bytes = wire_out_text(&out)};
        wire_str text;
        assert_int_equal(wire__charset_decode(&cs, &page, &text, NULL), WIRE_OK);
        assert_int_equal(cs.by, WIRE__BY_BYTES);
        if (wire_str_find(text, wire_str_of(samples[i].text)) == SIZE_MAX) {
            print_error("%s taken for %s: %s\n",
                        (const char *)lxb_encoding_data((lxb_encoding_t)samples[i].encoding)->name, cs.name,
                        samples[i].text);
            n_wrong++;
        }
        wire_out_close(&out, NULL);
    }
    assert_int_equal(n_wrong, 0);
    wire__charset_free(&cs);
}

/* Declared as another, the bytes overrule where that makes no sense. */
static void charset_declared_wrongly_is_overruled(void **state)
{
    (void)state;
    static const struct {
        size_t sample;
        const char *type;
    } wrongs[] = {{17, "text/html; charset=utf-8"},     {7, "text/html; charset=utf-8"},
                  {20, "text/html; charset=utf-8"},     {21, "text/html; charset=euc-jp"},
                  {18, "text/html; charset=shift_jis"}, {0, "text/html; charset=euc-kr"}};
    wire__charset cs = {0};
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        const struct sample *s = &samples[wrongs[i].sample];
        wire_out out;
        wire_out_open_memory(&out, 0);
        encode(s->encoding, s->text, &out);
        const wire_page page = {.bytes = wire_out_text(&out), .content_type = wire_str_of(wrongs[i].type)};
        wire_str text;
        assert_int_equal(wire__charset_decode(&cs, &page, &text, NULL), WIRE_OK);
        expect_text(text, wire_str_of(s->text));
        assert_int_equal(cs.by, WIRE__BY_BYTES);
        wire_out_close(&out, NULL);
    }
    wire__charset_free(&cs);
}

/* How each case is told, what it is then called, and what it says. */
static const struct told {
    const char *name;
    wire_str bytes;
    const char *type;
    const char *encoding;
    wire__charset_by by;
    wire_str text;
    bool is_borrowed;
} tolds[] = {
    {"empty", {"", 0}, NULL, "UTF-8", WIRE__BY_BYTES, {"", 0}, true},
    {"ascii is borrowed whatever is declared", WIRE_STR("The harbour."), "text/html; charset=windows-1251",
     "windows-1251", WIRE__BY_HEADER, WIRE_STR("The harbour."), true},
    {"utf-8 mark is not text",
     WIRE_STR("\xEF\xBB\xBF"
              "caf\xC3\xA9"),
     NULL, "UTF-8", WIRE__BY_BOM, WIRE_STR("caf\xC3\xA9"), true},
    {"utf-8 taken for latin-1 and written again",
     WIRE_STR("caf\xC3\x83\xC2\xA9 don\xC3\xA2\xC2\x80\xC2\x99t \xC3\xB0\xC2\x9F\xC2\x90\xC2\x9F"), NULL, "UTF-8",
     WIRE__BY_BYTES, WIRE_STR("caf\xC3\xA9 don\xE2\x80\x99t \xF0\x9F\x90\x9F"), false},
    {"the same, cut within a character", WIRE_STR("caf\xC3\x83\xC2\xA9 don\xC3\xA2\xC2"), NULL, "UTF-8", WIRE__BY_BYTES,
     WIRE_STR("caf\xC3\xA9 don\xEF\xBF\xBD"), false},
    {"one letter that was never folded, and all stays",
     WIRE_STR("caf\xC3\x83\xC2\xA9 don\xC3\xA2\xC2\x80\xC2\x99t caf\xC3\xA9."), NULL, "UTF-8", WIRE__BY_BYTES,
     WIRE_STR("caf\xC3\x83\xC2\xA9 don\xC3\xA2\xC2\x80\xC2\x99t caf\xC3\xA9."), true},
    {"mark goes before header", WIRE_STR("\xFF\xFEh\0i\0"), "text/html; charset=utf-8", "UTF-16LE", WIRE__BY_BOM,
     WIRE_STR("hi"), false},
    {"utf-16be mark", WIRE_STR("\xFE\xFF\0h\0i\xD8\x3D\xDC\x1F"), NULL, "UTF-16BE", WIRE__BY_BOM,
     WIRE_STR("hi\xF0\x9F\x90\x9F"), false},
    {"utf-16le by its zeros", WIRE_STR("<\0p\0>\0F\0i\0s\0h\0"), NULL, "UTF-16LE", WIRE__BY_BYTES, WIRE_STR("<p>Fish"),
     false},
    {"header goes before meta", WIRE_STR("<meta charset=koi8-r>\xD2"), "text/html;charset=windows-1251", "windows-1251",
     WIRE__BY_HEADER, WIRE_STR("<meta charset=koi8-r>\xD0\xA2"), false},
    {"meta charset", WIRE_STR("<!doctype html><head><META charset = 'KOI8-R' >\xD2"), NULL, "KOI8-R", WIRE__BY_META,
     WIRE_STR("<!doctype html><head><META charset = 'KOI8-R' >\xD1\x80"), false},
    {"meta http-equiv", WIRE_STR("<meta content='text/html; charset=iso-8859-7' http-equiv=Content-Type>\xE1"), NULL,
     "ISO-8859-7", WIRE__BY_META,
     WIRE_STR("<meta content='text/html; charset=iso-8859-7' http-equiv=Content-Type>\xCE\xB1"), false},
    {"meta content without pragma says nothing", WIRE_STR("<meta name=x content='a; charset=koi8-r'>\xE9t\xE9"), NULL,
     "windows-1252", WIRE__BY_BYTES, WIRE_STR("<meta name=x content='a; charset=koi8-r'>\xC3\xA9t\xC3\xA9"), false},
    {"meta in a comment says nothing", WIRE_STR("<!-- <meta charset=koi8-r> -->\xE9t\xE9"), NULL, "windows-1252",
     WIRE__BY_BYTES, WIRE_STR("<!-- <meta charset=koi8-r> -->\xC3\xA9t\xC3\xA9"), false},
    {"meta in an attribute says nothing", WIRE_STR("<a title='<meta charset=koi8-r>'>\xE9t\xE9"), NULL, "windows-1252",
     WIRE__BY_BYTES, WIRE_STR("<a title='<meta charset=koi8-r>'>\xC3\xA9t\xC3\xA9"), false},
    {"unknown label falls through to meta", WIRE_STR("<meta charset=koi8-r>\xD2"), "text/html; charset=klingon",
     "KOI8-R", WIRE__BY_META, WIRE_STR("<meta charset=koi8-r>\xD1\x80"), false},
    {"meta utf-16 read as ascii is utf-8", WIRE_STR("<meta charset=utf-16>\xC3\xA9"), NULL, "UTF-8", WIRE__BY_META,
     WIRE_STR("<meta charset=utf-16>\xC3\xA9"), true},
    {"xml declaration", WIRE_STR("<?xml version='1.0' encoding='windows-1251'?><a>\xD2"), NULL, "windows-1251",
     WIRE__BY_META, WIRE_STR("<?xml version='1.0' encoding='windows-1251'?><a>\xD0\xA2"), false},
    {"latin-1 means windows-1252", WIRE_STR("\x93so\x94"), "text/plain; charset=iso-8859-1", "windows-1252",
     WIRE__BY_HEADER, WIRE_STR("\xE2\x80\x9Cso\xE2\x80\x9D"), false},
    {"latin-1 declared, utf-8 sent", WIRE_STR("caf\xC3\xA9"), "text/html; charset=iso-8859-1", "UTF-8", WIRE__BY_BYTES,
     WIRE_STR("caf\xC3\xA9"), true},
    {"utf-8 declared, latin-1 sent", WIRE_STR("caf\xE9 cr\xE8me"), "text/html; charset=utf-8", "windows-1252",
     WIRE__BY_BYTES, WIRE_STR("caf\xC3\xA9 cr\xC3\xA8me"), false},
    {"a bad byte in utf-8 is replaced", WIRE_STR("caf\xC3\xA9 cr\xC3\xA8me \xE9 ok"), "text/html; charset=utf-8",
     "UTF-8", WIRE__BY_HEADER, WIRE_STR("caf\xC3\xA9 cr\xC3\xA8me \xEF\xBF\xBD ok"), false},
    {"a sequence cut by the end is replaced once", WIRE_STR("caf\xC3\xA9 \xF0\x9F\x90"), NULL, "UTF-8", WIRE__BY_BYTES,
     WIRE_STR("caf\xC3\xA9 \xEF\xBF\xBD"), false},
    {"surrogates in utf-8 are invalid", WIRE_STR("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xED\xA0\x80"),
     "text/html; charset=utf-8", "UTF-8", WIRE__BY_HEADER,
     WIRE_STR("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"), false},
};

static void charset_is_told_from_mark_header_meta_and_bytes(void **state)
{
    (void)state;
    wire__charset cs = {0};
    for (size_t i = 0; i < sizeof tolds / sizeof *tolds; i++) {
        const struct told *t = &tolds[i];
        const wire_page page = {.bytes = t->bytes, .content_type = wire_str_of(t->type)};
        wire_str text;
        print_message("  %s\n", t->name);
        assert_int_equal(wire__charset_decode(&cs, &page, &text, NULL), WIRE_OK);
        expect_text(text, t->text);
        assert_string_equal(cs.name, t->encoding);
        assert_int_equal(cs.by, t->by);
        assert_int_equal(cs.is_borrowed, t->is_borrowed);
    }
    wire__charset_free(&cs);
}

static void charset_origin_skips_the_mark_and_counts_replacements(void **state)
{
    (void)state;
    wire__charset cs = {0};
    wire_str text;
    wire_page page = {.bytes = WIRE_STR("\xEF\xBB\xBF"
                                        "abc")};
    assert_int_equal(wire__charset_decode(&cs, &page, &text, NULL), WIRE_OK);
    assert_int_equal(wire__charset_origin(&cs, 0), 3);
    assert_int_equal(wire__charset_origin(&cs, 3), 6);
    assert_int_equal(wire__charset_origin(&cs, 99), 6);
    page.bytes = WIRE_STR("\xC3\xA9\xC3\xA9\xFF"
                          "b");
    page.content_type = WIRE_STR("text/plain; charset=utf-8");
    assert_int_equal(wire__charset_decode(&cs, &page, &text, NULL), WIRE_OK);
    assert_int_equal(text.n, 8);
    assert_int_equal(wire__charset_origin(&cs, 6), 4); /* inside U+FFFD: the bad byte */
    assert_int_equal(wire__charset_origin(&cs, 7), 5);
    page.bytes = WIRE_STR("a\xC3\xA2\xC2\x80\xC2\x99t"); /* UTF-8 written as UTF-8 again */
    assert_int_equal(wire__charset_decode(&cs, &page, &text, NULL), WIRE_OK);
    assert_int_equal(text.n, 5);
    assert_int_equal(wire__charset_origin(&cs, 1), 1);
    assert_int_equal(wire__charset_origin(&cs, 4), 7);
    wire__charset_free(&cs);
}

static void charset_origin_holds_over_many_marks(void **state)
{
    (void)state;
    wire_out out, want;
    wire_out_open_memory(&out, 0);
    wire_out_open_memory(&want, 0);
    for (int i = 0; i < 20000; i++) {
        wire_out_lit(&out, "ab\xE9");
        wire_out_lit(&want, "ab\xC3\xA9");
    }
    wire__charset cs = {0};
    wire_str text;
    const wire_page page = {.bytes = wire_out_text(&out), .content_type = WIRE_STR("text/html; charset=windows-1252")};
    assert_int_equal(wire__charset_decode(&cs, &page, &text, NULL), WIRE_OK);
    expect_text(text, wire_out_text(&want));
    for (uint64_t i = 0; i < 20000; i += 37)
        for (uint64_t k = 0; k < 3; k++)
            assert_int_equal(wire__charset_origin(&cs, 4 * i + k), 3 * i + k);
    wire__charset_free(&cs);
    wire_out_close(&want, NULL);
    wire_out_close(&out, NULL);
}

static bool decode_once(void *user)
{
    (void)user;
    wire__charset cs = {0};
    wire_str text = {NULL, 0};
    wire_error err = {0};
    const wire_page page = {.bytes = WIRE_STR("caf\xE9 cr\xE8me")};
    const wire_code code = wire__charset_decode(&cs, &page, &text, &err);
    assert_true(code == WIRE_OK || (code == WIRE_ENOMEM && err.text[0]));
    assert_int_equal(!code, text.p != NULL);
    wire__charset_free(&cs);
    return !code;
}

static void charset_says_when_memory_lacks(void **state)
{
    (void)state;
    assert_true(faults_run(decode_once, NULL, 100) >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charset_is_decoded_as_declared),
        cmocka_unit_test(charset_is_guessed_from_bytes_alone),
        cmocka_unit_test(charset_declared_wrongly_is_overruled),
        cmocka_unit_test(charset_is_told_from_mark_header_meta_and_bytes),
        cmocka_unit_test(charset_origin_skips_the_mark_and_counts_replacements),
        cmocka_unit_test(charset_origin_holds_over_many_marks),
        cmocka_unit_test(charset_says_when_memory_lacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
