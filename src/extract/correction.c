/* correction.c: notes that say what the story first had wrong: they belong to it, wherever its template puts them. */
#include <string.h>

#include "extract/facts.h"

enum { FAR = 24, LOOK_AT = 60, SHORTEST = 12, SHORT_LABEL = 40, LONGEST = 900 };

/* What such a note begins with, before a colon; parted by "|". */
static const char words[] =
    "Correction|Corrections|Clarification|Editor’s note|Editor's note|Correção|Correções|Retificação|Errata|Nota da "
    "redação|تصحيح|"
    "تصويب|توضيح|ملاحظة المحرر|Corrección|Correcciones|Fe de errores|Fe de erratas|Aclaración|Nota de la "
    "redacción|Rectificatif|"
    "Erratum|Note de la rédaction|Korrektur|Korrekturen|Berichtigung|Richtigstellung|Anmerkung der "
    "Redaktion|Correzione|"
    "Correzioni|Rettifica|Errata corrige|Precisazione|Nota della redazione|Correctie|Correcties|Rectificatie|Noot van "
    "de redactie|"
    "Sprostowanie|Korekta|Od redakcji|Düzeltme|Editörün notu|Исправление|Поправка|Уточнение|От "
    "редакции|Виправлення|Уточнення|"
    "Від редакції|اصلاحیه|تصحیح|תיקון|הבהרה|הערת המערכת|सुधार|भूल "
    "सुधार|स्पष्टीकरण|更正|勘误|勘誤|澄清|编者注|編者註|訂正|おことわり|"
    "編集部注|정정|바로잡습니다|편집자 주|Rättelse|Rettelse|Oikaisu|Helyesbítés|Oprava|Διόρθωση";

/* Bytes of the word that the line begins with, where a colon follows it, maybe behind a date in brackets. */
static bool is_note(wire_str line)
{
    const wire_str head = wire_str_cut(line, 0, LOOK_AT);
    size_t colon = wire_str_find(head, WIRE_STR(":"));
    const size_t wide = wire_str_find(head, WIRE_STR("\xef\xbc\x9a"));
    colon = wide < colon ? wide : colon;
    if (colon == SIZE_MAX)
        return false;
    wire_str label = wire_str_trim(wire_str_cut(head, 0, colon));
    const size_t bracket = wire_str_find(label, WIRE_STR("("));
    label = bracket == SIZE_MAX ? label : wire_str_trim(wire_str_cut(label, 0, bracket));
    for (const char *p = words; *p && label.n;) {
        const char *end = strchrnul(p, '|');
        if (wire_str_is_ci(label, (wire_str){p, (size_t)(end - p)}))
            return true;
        p = end + (*end == '|');
    }
    return false;
}

uint32_t wire__corrections_keep(wire__scan *scan)
{
    uint32_t first = UINT32_MAX, last = 0, found = UINT32_MAX;
    for (uint32_t i = 0; i < scan->n_texts; i++)
        if (scan->texts[i].is_kept) {
            first = first == UINT32_MAX ? i : first;
            last = i;
        }
    if (first == UINT32_MAX)
        return found;
    for (uint32_t i = first > FAR ? first - FAR : 0; i < scan->n_texts && i < last + FAR; i++) {
        wire__text *t = &scan->texts[i];
        const uint64_t near = scan->boxes[t->box].near;
        if (t->chars < SHORTEST || t->chars > LONGEST || t->heading || (near >> 4 * WIRE__TOPIC_COMMENT & 15) < 8 ||
            (near >> 4 * WIRE__TOPIC_RELATED & 15) < 2)
            continue;
        const wire_str start = wire_str_cut(wire_str_trim(wire__node_text(t->first)), 0, LOOK_AT);
        const bool has_colon =
            memchr(start.p, ':', start.n) || memchr(start.p, '\xef', start.n); /* or perhaps a wide one */
        if (!has_colon &&
            ((t->first == t->last && start.n < LOOK_AT) || (start.n > SHORT_LABEL && (unsigned char)start.p[0] < 0xE0)))
            continue;
        char text[LOOK_AT + 8];
        if (!is_note((wire_str){text, wire__text_copy(scan, t, text, sizeof text)}))
            continue;
        t->is_kept = true;
        t->role = WIRE__ROLE_BODY;
        found = found == UINT32_MAX ? i : found;
    }
    return found;
}
