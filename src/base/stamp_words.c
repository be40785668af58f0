/* stamp_words.c: the words of stamps. A language is added by its words alone: lower case, without accents (ß is s, ø is
 * o, ı is i; Arabic with ا for أ إ آ, ه for ة, ک and ی), each form that is met: full, genitive, short. */
#include "base/stamp_words.h"

typedef struct month_name {
    char name[24];
    uint8_t month; /* 13 and on: those of the Persian calendar */
} month_name;

/* In the order of their bytes: they are looked up by halves. */
static const month_name months[] = {
    {"abr", 4},         {"abril", 4},       {"ago", 8},          {"agost", 8},
    {"agosti", 8},      {"agosto", 8},      {"agt", 8},          {"agu", 8},
    {"agustos", 8},     {"agustus", 8},     {"aout", 8},         {"apr", 4},
    {"april", 4},       {"aprila", 4},      {"aprile", 4},       {"aprili", 4},
    {"aprilie", 4},     {"aprilis", 4},     {"aprill", 4},       {"ara", 12},
    {"aralik", 12},     {"aug", 8},         {"august", 8},       {"augusta", 8},
    {"augusti", 8},     {"augustus", 8},    {"augusztus", 8},    {"avr", 4},
    {"avril", 4},       {"brezen", 3},      {"brezna", 3},       {"cerven", 6},
    {"cervence", 7},    {"cervenec", 7},    {"cervna", 6},       {"cze", 6},
    {"czerwca", 6},     {"czerwiec", 6},    {"dec", 12},         {"decembar", 12},
    {"december", 12},   {"decembra", 12},   {"decembre", 12},    {"decembrie", 12},
    {"des", 12},        {"desemba", 12},    {"desember", 12},    {"desembre", 12},
    {"detsember", 12},  {"dez", 12},        {"dezember", 12},    {"dezembro", 12},
    {"dic", 12},        {"dicembre", 12},   {"diciembre", 12},   {"disember", 12},
    {"duben", 4},       {"dubna", 4},       {"eki", 10},         {"ekim", 10},
    {"elokuu", 8},      {"elokuuta", 8},    {"ene", 1},          {"enero", 1},
    {"eyl", 9},         {"eylul", 9},       {"feb", 2},          {"febbraio", 2},
    {"febr", 2},        {"febrer", 2},      {"febrero", 2},      {"februar", 2},
    {"februara", 2},    {"februari", 2},    {"februarie", 2},    {"february", 2},
    {"fev", 2},         {"fevereiro", 2},   {"fevr", 2},         {"fevrier", 2},
    {"gen", 1},         {"gener", 1},       {"gennaio", 1},      {"giu", 6},
    {"giugno", 6},      {"gru", 12},        {"grudnia", 12},     {"grudzien", 12},
    {"haz", 6},         {"haziran", 6},     {"heinakuu", 7},     {"heinakuuta", 7},
    {"helmikuu", 2},    {"helmikuuta", 2},  {"huhtikuu", 4},     {"huhtikuuta", 4},
    {"ian", 1},         {"ianuarie", 1},    {"iul", 7},          {"iulie", 7},
    {"iun", 6},         {"iunie", 6},       {"jaanuar", 1},      {"jan", 1},
    {"janeiro", 1},     {"januar", 1},      {"januara", 1},      {"januari", 1},
    {"january", 1},     {"janv", 1},        {"janvier", 1},      {"joulukuu", 12},
    {"joulukuuta", 12}, {"juil", 7},        {"juillet", 7},      {"juin", 6},
    {"jul", 7},         {"jula", 7},        {"julai", 7},        {"julho", 7},
    {"juli", 7},        {"julio", 7},       {"juliol", 7},       {"julius", 7},
    {"july", 7},        {"jun", 6},         {"juna", 6},         {"june", 6},
    {"junho", 6},       {"juni", 6},        {"junio", 6},        {"junius", 6},
    {"juny", 6},        {"juuli", 7},       {"juuni", 6},        {"kas", 11},
    {"kasim", 11},      {"kesakuu", 6},     {"kesakuuta", 6},    {"kveten", 5},
    {"kvetna", 5},      {"kwi", 4},         {"kwiecien", 4},     {"kwietnia", 4},
    {"leden", 1},       {"ledna", 1},       {"lip", 7},          {"lipca", 7},
    {"lipiec", 7},      {"lis", 11},        {"listopad", 11},    {"listopada", 11},
    {"listopadu", 11},  {"lokakuu", 10},    {"lokakuuta", 10},   {"lug", 7},
    {"luglio", 7},      {"lut", 2},         {"lutego", 2},       {"luty", 2},
    {"maaliskuu", 3},   {"maaliskuuta", 3}, {"maart", 3},        {"mac", 3},
    {"machi", 3},       {"maerz", 3},       {"mag", 5},          {"maggio", 5},
    {"mai", 5},         {"maig", 5},        {"maio", 5},         {"maj", 5},
    {"maja", 5},        {"majus", 5},       {"mar", 3},          {"marc", 3},
    {"marca", 3},       {"march", 3},       {"marcius", 3},      {"marco", 3},
    {"marec", 3},       {"maret", 3},       {"marraskuu", 11},   {"marraskuuta", 11},
    {"mars", 3},        {"mart", 3},        {"marta", 3},        {"martie", 3},
    {"marts", 3},       {"marz", 3},        {"marzec", 3},       {"marzo", 3},
    {"may", 5},         {"mayis", 5},       {"mayo", 5},         {"mei", 5},
    {"mrt", 3},         {"mrz", 3},         {"nis", 4},          {"nisan", 4},
    {"noi", 11},        {"noiembrie", 11},  {"nopember", 11},    {"nov", 11},
    {"novemba", 11},    {"novembar", 11},   {"november", 11},    {"novembra", 11},
    {"novembre", 11},   {"novembro", 11},   {"noviembre", 11},   {"oca", 1},
    {"ocak", 1},        {"oct", 10},        {"october", 10},     {"octobre", 10},
    {"octombrie", 10},  {"octubre", 10},    {"ogos", 8},         {"okt", 10},
    {"oktoba", 10},     {"oktobar", 10},    {"oktober", 10},     {"oktobra", 10},
    {"oktoober", 10},   {"ott", 10},        {"ottobre", 10},     {"out", 10},
    {"outubro", 10},    {"paz", 10},        {"pazdziernik", 10}, {"pazdziernika", 10},
    {"prosince", 12},   {"prosinec", 12},   {"rijen", 10},       {"rijna", 10},
    {"sep", 9},         {"sept", 9},        {"septemba", 9},     {"september", 9},
    {"septembra", 9},   {"septembre", 9},   {"septembrie", 9},   {"septiembre", 9},
    {"set", 9},         {"setembre", 9},    {"setembro", 9},     {"setiembre", 9},
    {"sett", 9},        {"settembre", 9},   {"sie", 8},          {"sierpien", 8},
    {"sierpnia", 8},    {"srpen", 8},       {"srpna", 8},        {"sty", 1},
    {"styczen", 1},     {"stycznia", 1},    {"sub", 2},          {"subat", 2},
    {"syyskuu", 9},     {"syyskuuta", 9},   {"szept", 9},        {"szeptember", 9},
    {"tammikuu", 1},    {"tammikuuta", 1},  {"tem", 7},          {"temmuz", 7},
    {"toukokuu", 5},    {"toukokuuta", 5},  {"unor", 2},         {"unora", 2},
    {"veebruar", 2},    {"wrz", 9},         {"wrzesien", 9},     {"wrzesnia", 9},
    {"zari", 9},        {"απρ", 4},         {"απριλιοσ", 4},     {"απριλιου", 4},
    {"αυγ", 8},         {"αυγουστοσ", 8},   {"αυγουστου", 8},    {"δεκ", 12},
    {"δεκεμβριοσ", 12}, {"δεκεμβριου", 12}, {"ιαν", 1},          {"ιανουαριοσ", 1},
    {"ιανουαριου", 1},  {"ιουλ", 7},        {"ιουλιοσ", 7},      {"ιουλιου", 7},
    {"ιουν", 6},        {"ιουνιοσ", 6},     {"ιουνιου", 6},      {"μαι", 5},
    {"μαιοσ", 5},       {"μαιου", 5},       {"μαρ", 3},          {"μαρτιοσ", 3},
    {"μαρτιου", 3},     {"νοε", 11},        {"νοεμβριοσ", 11},   {"νοεμβριου", 11},
    {"οκτ", 10},        {"οκτωβριοσ", 10},  {"οκτωβριου", 10},   {"σεπ", 9},
    {"σεπτεμβριοσ", 9}, {"σεπτεμβριου", 9}, {"φεβ", 2},          {"φεβρουαριοσ", 2},
    {"φεβρουαριου", 2}, {"авг", 8},         {"август", 8},       {"августа", 8},
    {"апр", 4},         {"апрель", 4},      {"апреля", 4},       {"април", 4},
    {"бер", 3},         {"березень", 3},    {"березня", 3},      {"вер", 9},
    {"верес", 9},       {"вересень", 9},    {"вересня", 9},      {"гру", 12},
    {"груд", 12},       {"грудень", 12},    {"грудня", 12},      {"дек", 12},
    {"декабрь", 12},    {"декабря", 12},    {"декември", 12},    {"жов", 10},
    {"жовт", 10},       {"жовтень", 10},    {"жовтня", 10},      {"июл", 7},
    {"июль", 7},        {"июля", 7},        {"июн", 6},          {"июнь", 6},
    {"июня", 6},        {"кві", 4},         {"квіт", 4},         {"квітень", 4},
    {"квітня", 4},      {"лип", 7},         {"липень", 7},       {"липня", 7},
    {"лист", 11},       {"листоп", 11},     {"листопад", 11},    {"листопада", 11},
    {"лют", 2},         {"лютий", 2},       {"лютого", 2},       {"май", 5},
    {"мар", 3},         {"март", 3},        {"марта", 3},        {"мая", 5},
    {"мај", 5},         {"ноември", 11},    {"ноя", 11},         {"нояб", 11},
    {"ноябрь", 11},     {"ноября", 11},     {"окт", 10},         {"октомври", 10},
    {"октябрь", 10},    {"октября", 10},    {"сен", 9},          {"сент", 9},
    {"сентябрь", 9},    {"сентября", 9},    {"септември", 9},    {"сер", 8},
    {"серп", 8},        {"серпень", 8},     {"серпня", 8},       {"січ", 1},
    {"січень", 1},      {"січня", 1},       {"трав", 5},         {"травень", 5},
    {"травня", 5},      {"фев", 2},         {"февр", 2},         {"февраль", 2},
    {"февраля", 2},     {"февруари", 2},    {"чер", 6},          {"черв", 6},
    {"червень", 6},     {"червня", 6},      {"юли", 7},          {"юни", 6},
    {"янв", 1},         {"январь", 1},      {"января", 1},       {"януари", 1},
    {"אוג", 8},         {"אוגוסט", 8},      {"אוג׳", 8},         {"אוק", 10},
    {"אוקטובר", 10},    {"אוק׳", 10},       {"אפר", 4},          {"אפריל", 4},
    {"אפר׳", 4},        {"דצמ", 12},        {"דצמבר", 12},       {"דצמ׳", 12},
    {"יולי", 7},        {"יוני", 6},        {"ינו", 1},          {"ינואר", 1},
    {"ינו׳", 1},        {"מאי", 5},         {"מרס", 3},          {"מרץ", 3},
    {"נוב", 11},        {"נובמבר", 11},     {"נוב׳", 11},        {"ספט", 9},
    {"ספטמבר", 9},      {"ספט׳", 9},        {"פבר", 2},          {"פברואר", 2},
    {"פבר׳", 2},        {"اب", 8},          {"ابان", 20},        {"ابریل", 4},
    {"اذار", 3},        {"اذر", 21},        {"اردیبهشت", 14},    {"اسفند", 24},
    {"اغسطس", 8},       {"افریل", 4},       {"اوت", 8},          {"اوریل", 4},
    {"اکتبر", 10},      {"اکتوبر", 10},     {"ایار", 5},         {"ایلول", 9},
    {"بهمن", 23},       {"تشرینالاول", 10}, {"تشرینالثانی", 11}, {"تموز", 7},
    {"تیر", 16},        {"جانفی", 1},       {"جوان", 6},         {"جولیه", 7},
    {"جویلیه", 7},      {"حزیران", 6},      {"خرداد", 15},       {"دجنبر", 12},
    {"دسامبر", 12},     {"دی", 22},         {"دیسمبر", 12},      {"سبتمبر", 9},
    {"سپتامبر", 9},     {"شباط", 2},        {"شتنبر", 9},        {"شهریور", 18},
    {"غشت", 8},         {"فبرایر", 2},      {"فروردین", 13},     {"فوریه", 2},
    {"فیفری", 2},       {"مارس", 3},        {"مای", 5},          {"مایو", 5},
    {"مرداد", 17},      {"مه", 5},          {"مهر", 19},         {"می", 5},
    {"نوامبر", 11},     {"نوفمبر", 11},     {"نونبر", 11},       {"نیسان", 4},
    {"ژانویه", 1},      {"ژوئن", 6},        {"ژوئیه", 7},        {"کانونالاول", 12},
    {"کانونالثانی", 1}, {"ینایر", 1},       {"یولیه", 7},        {"یولیو", 7},
    {"یولیوز", 7},      {"یونیه", 6},       {"یونیو", 6},        {"अक्टू", 10},
    {"अक्टूबर", 10},      {"अक्तूबर", 10},      {"अग", 8},           {"अगस्त", 8},
    {"अप्र", 4},         {"अप्रैल", 4},        {"जन", 1},           {"जनवरी", 1},
    {"जुल", 7},          {"जुलाई", 7},        {"जून", 6},           {"दिस", 12},
    {"दिसंबर", 12},      {"दिसम्बर", 12},     {"नव", 11},          {"नवंबर", 11},
    {"नवम्बर", 11},      {"फर", 2},          {"फरवरी", 2},        {"मई", 5},
    {"मार्च", 3},        {"सित", 9},         {"सितंबर", 9},        {"सितम्बर", 9},
};

/* Words parted by spaces, one before the first and after the last. */
static const char date_glue[] = " de del d of the st nd rd th er e o a ta den dei do da i nam ngay г ב ال ";

static const char clock_glue[] = " at a as las la um kl klo klokken om ore ora alle h o godz saat в о у к ob v u ved "
                                 "pukul jam pkl saa la ωρα בשעה الساعه "
                                 "ساعت को t on ";

static const char before_noon[] = " am ص صباحا पूर्वाह्न πμ oo ق ";
static const char after_noon[] = " pm م مساء अपराह्न μμ os ب ";

/* Whether one of the words in the list is this one. */
static bool is_among(const char *list, wire_str word)
{
    char wanted[48] = " ";
    if (!word.n || word.n > sizeof wanted - 2)
        return false;
    for (size_t i = 0; i < word.n; i++)
        wanted[i + 1] = word.p[i];
    wanted[word.n + 1] = ' ';
    return wire_str_find(wire_str_of(list), (wire_str){wanted, word.n + 2}) != SIZE_MAX;
}

static uint8_t find_month(wire_str word)
{
    size_t low = 0, high = sizeof months / sizeof *months;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        const wire_str name = wire_str_of(months[mid].name);
        const int way = wire_str_order(word, name);
        if (!way)
            return months[mid].month;
        *(way < 0 ? &high : &low) = way < 0 ? mid : mid + 1;
    }
    return 0;
}

bool wire__months_are_ordered(void)
{
    for (size_t i = 1; i < sizeof months / sizeof *months; i++)
        if (wire_str_order(wire_str_of(months[i - 1].name), wire_str_of(months[i].name)) >= 0)
            return false;
    return true;
}

uint8_t wire__month_of(wire_str folded)
{
    if (folded.n < 2) /* the T and Z of most stamps */
        return 0;
    const uint8_t month = find_month(folded);
    const wire_str in = WIRE_STR("ב"); /* Hebrew's "in", grown onto the name */
    if (month || !wire_str_has_prefix(folded, in))
        return month;
    return find_month(wire_str_cut(folded, in.n, folded.n));
}

bool wire__is_month_word(wire_str folded)
{
    return wire_str_is(folded, WIRE_STR("thang"));
}

uint8_t wire__month_of_pair(wire_str first, wire_str second)
{
    char joined[48];
    const bool is_one = wire_str_is(first, WIRE_STR("کانون")) || wire_str_is(first, WIRE_STR("تشرین"));
    if (!is_one || first.n + second.n > sizeof joined)
        return 0;
    size_t n = 0;
    for (size_t i = 0; i < first.n; i++)
        joined[n++] = first.p[i];
    for (size_t i = 0; i < second.n; i++)
        joined[n++] = second.p[i];
    return find_month((wire_str){joined, n});
}

bool wire__is_date_glue(wire_str folded)
{
    return is_among(date_glue, folded);
}

bool wire__is_clock_glue(wire_str folded)
{
    return is_among(clock_glue, folded);
}

int wire__half_of(wire_str folded)
{
    return is_among(before_noon, folded) ? 0 : is_among(after_noon, folded) ? 1 : -1;
}

/* Zones ----------------------------------------------------------------------------------- */

#define HOURS(h) ((h)*60)

/* Of those with the same name, those with countries come first; the last is what the name means elsewhere. */
static const wire__zone_name zones[] = {
    {"z", 0, 0, NULL, false},
    {"utc", 0, 0, NULL, true},
    {"gmt", 0, 0, NULL, true},
    {"ut", 0, 0, NULL, false},
    {"wet", 0, 0, NULL, false},
    {"west", HOURS(1), 0, NULL, false},
    {"bst", HOURS(6), 0, "BD", true},
    {"bst", HOURS(1), 0, NULL, true},
    {"ist", HOURS(1), 0, "IE", true},
    {"ist", HOURS(2), 0, "IL", true},
    {"ist", HOURS(5) + 30, 0, NULL, true},
    {"cet", HOURS(1), 0, NULL, true},
    {"cest", HOURS(2), 0, NULL, true},
    {"mez", HOURS(1), 0, NULL, false},
    {"mesz", HOURS(2), 0, NULL, false},
    {"met", HOURS(1), 0, NULL, false},
    {"mest", HOURS(2), 0, NULL, false},
    {"hec", HOURS(1), 0, NULL, false},
    {"eet", HOURS(2), 0, NULL, false},
    {"eest", HOURS(3), 0, NULL, false},
    {"oez", HOURS(2), 0, NULL, false},
    {"oesz", HOURS(3), 0, NULL, false},
    {"msk", HOURS(3), 0, NULL, true},
    {"мск", HOURS(3), 0, NULL, true},
    {"trt", HOURS(3), 0, NULL, false},
    {"tsi", HOURS(3), 0, NULL, false},
    {"idt", HOURS(3), 0, NULL, false},
    {"irst", 210, 0, NULL, false},
    {"irdt", 270, 0, NULL, false},
    {"gst", HOURS(4), 0, NULL, false},
    {"aft", 270, 0, NULL, false},
    {"azt", HOURS(4), 0, NULL, false},
    {"get", HOURS(4), 0, NULL, false},
    {"uzt", HOURS(5), 0, NULL, false},
    {"pkt", HOURS(5), 0, NULL, true},
    {"yekt", HOURS(5), 0, NULL, false},
    {"npt", 345, 0, NULL, true},
    {"bdt", HOURS(6), 0, NULL, false},
    {"almt", HOURS(5), 0, NULL, false},
    {"mmt", 390, 0, NULL, false},
    {"ict", HOURS(7), 0, NULL, false},
    {"wib", HOURS(7), 0, NULL, true},
    {"wita", HOURS(8), 0, NULL, true},
    {"wit", HOURS(9), 0, NULL, false},
    {"hkt", HOURS(8), 0, NULL, true},
    {"sgt", HOURS(8), 0, NULL, true},
    {"myt", HOURS(8), 0, NULL, true},
    {"pht", HOURS(8), 0, NULL, true},
    {"awst", HOURS(8), 0, NULL, true},
    {"jst", HOURS(9), 0, NULL, true},
    {"kst", HOURS(9), 0, NULL, true},
    {"acst", 570, 0, NULL, true},
    {"acdt", 630, 0, NULL, true},
    {"aest", HOURS(10), 0, NULL, true},
    {"aedt", HOURS(11), 0, NULL, true},
    {"aet", HOURS(10), WIRE__TURNS_AU, NULL, false},
    {"chst", HOURS(10), 0, NULL, false},
    {"nzst", HOURS(12), 0, NULL, true},
    {"nzdt", HOURS(13), 0, NULL, true},
    {"wat", HOURS(1), 0, NULL, false},
    {"cat", HOURS(2), 0, NULL, false},
    {"sast", HOURS(2), 0, NULL, true},
    {"eat", HOURS(3), 0, NULL, false},
    {"cvt", HOURS(-1), 0, NULL, false},
    {"azot", HOURS(-1), 0, NULL, false},
    {"brt", HOURS(-3), 0, NULL, true},
    {"art", HOURS(-3), 0, NULL, false},
    {"uyt", HOURS(-3), 0, NULL, false},
    {"clst", HOURS(-3), 0, NULL, false},
    {"clt", HOURS(-4), 0, NULL, false},
    {"pyt", HOURS(-3), 0, NULL, false},
    {"bot", HOURS(-4), 0, NULL, false},
    {"vet", HOURS(-4), 0, NULL, false},
    {"amt", HOURS(4), 0, "AM", false},
    {"amt", HOURS(-4), 0, NULL, false},
    {"cot", HOURS(-5), 0, NULL, false},
    {"pet", HOURS(-5), 0, NULL, false},
    {"ect", HOURS(-5), 0, NULL, false},
    {"nst", -210, 0, NULL, false},
    {"ndt", -150, 0, NULL, false},
    {"ast", HOURS(3), 0, "SA IQ KW BH QA YE", false},
    {"ast", HOURS(-4), 0, NULL, false},
    {"adt", HOURS(-3), 0, NULL, false},
    {"est", HOURS(10), 0, "AU", true},
    {"est", HOURS(-5), 0, NULL, true},
    {"edt", HOURS(11), 0, "AU", true},
    {"edt", HOURS(-4), 0, NULL, true},
    {"et", HOURS(-5), WIRE__TURNS_US, NULL, false},
    {"cst", HOURS(8), 0, "CN TW HK MO", true},
    {"cst", HOURS(-5), 0, "CU", true},
    {"cst", 570, 0, "AU", true},
    {"cst", HOURS(-6), 0, NULL, true},
    {"cdt", HOURS(-4), 0, "CU", true},
    {"cdt", HOURS(-5), 0, NULL, true},
    {"ct", HOURS(-6), WIRE__TURNS_US, NULL, false},
    {"mst", HOURS(8), 0, "MY", true},
    {"mst", 390, 0, "MM", true},
    {"mst", HOURS(-7), 0, NULL, true},
    {"mdt", HOURS(-6), 0, NULL, true},
    {"mt", HOURS(-7), WIRE__TURNS_US, NULL, false},
    {"pst", HOURS(8), 0, "PH", true},
    {"pst", HOURS(5), 0, "PK", true},
    {"pst", HOURS(-8), 0, NULL, true},
    {"pdt", HOURS(-7), 0, NULL, true},
    {"pt", HOURS(-8), WIRE__TURNS_US, NULL, false},
    {"akst", HOURS(-9), 0, NULL, false},
    {"akdt", HOURS(-8), 0, NULL, false},
    {"hst", HOURS(-10), 0, NULL, false},
    {"sst", HOURS(8), 0, "SG", false},
    {"sst", HOURS(-11), 0, NULL, false},
};

const wire__zone_name *wire__zone_find(wire_str folded, wire_str country)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (!wire_str_is(folded, wire_str_of(zones[i].name)))
            continue;
        if (!zones[i].countries)
            return &zones[i];
        if (country.n == 2 && wire_str_find_ci(wire_str_of(zones[i].countries), country) != SIZE_MAX)
            return &zones[i];
    }
    return NULL;
}

bool wire__zone_is_ambiguous(wire_str name)
{
    static const char *const names[] = {"ist", "bst", "cst", "ast", "amt"}; /* who says EST seldom is Australian */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (wire_str_is_ci(name, wire_str_of(names[i])))
            return true;
    return false;
}

bool wire__zone_may_mean(wire_str name, int32_t offset_s)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        const int32_t meant_s = zones[i].offset_m * 60;
        if (wire_str_is_ci(name, wire_str_of(zones[i].name)) &&
            (meant_s == offset_s || (zones[i].turns != WIRE__TURNS_NONE && meant_s + 3600 == offset_s)))
            return true;
    }
    return false;
}
