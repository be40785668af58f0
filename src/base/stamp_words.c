/* stamp_words.c: the words of stamps. A language is added by its words alone: lower case, without accents (ß is s, ø is
 * o, ı is i; Arabic with ا for أ إ آ, ه for ة, ک and ی), each form that is met: full, genitive, short. */
#include "base/stamp_words.h"

/* Words parted by spaces, one before the first and after the last. */
static const char *const months[] = {
    " jan january januari januar janv janvier ene enero gen gennaio janeiro sty stycznia styczen oca ocak tammikuuta "
    "tammikuu ian ianuarie leden ledna januara jaanuar gener ιανουαριου ιανουαριοσ ιαν янв января январь січ січня "
    "січень януари ינואר ינו ינו׳ ینایر ینایر ژانویه جانفی کانونالثانی जनवरी जन ",
    " feb february februari februar fevr fev fevrier febrero febbraio fevereiro lut lutego luty sub subat helmikuuta "
    "helmikuu februarie unora unor febr februara veebruar febrer φεβρουαριου φεβρουαριοσ φεβ фев февр февраля февраль "
    "лют лютого лютий февруари פברואר פבר פבר׳ فبرایر فوریه فیفری شباط फरवरी फर ",
    " mar march mars maart mrt marz maerz mrz marzo marco marca marzec mart maaliskuuta maaliskuu martie marts brezna "
    "brezen marec marcius marc marta maret μαρτιου μαρτιοσ μαρ мар марта март бер березня березень מרץ מרס مارس "
    "اذار मार्च ",
    " apr april avr avril abr abril aprile kwi kwietnia kwiecien nis nisan huhtikuuta huhtikuu aprilie dubna duben "
    "aprila aprilis apr aprill απριλιου απριλιοσ απρ апр апреля апрель квіт кві квітня квітень април אפריל אפר אפר׳ "
    "ابریل افریل اوریل نیسان अप्रैल अप्र ",
    " may mai maj mei mayo mag maggio maio maja may mayis toukokuuta toukokuu kvetna kveten majus maig μαιου μαιοσ μαι "
    "мая май трав травня травень мај מאי مایو مه می مای مای ایار मई ",
    " jun june juni juin junio giu giugno junho cze czerwca czerwiec haz haziran kesakuuta kesakuu iunie iun cervna "
    "cerven juna junius jun juny juuni ιουνιου ιουνιοσ ιουν июн июня июнь черв чер червня червень юни יוני یونیو یونیه "
    "ژوئن جوان حزیران जून ",
    " jul july juli juil juillet julio lug luglio julho lip lipca lipiec tem temmuz heinakuuta heinakuu iulie iul "
    "cervence cervenec jula julius juliol juuli ιουλιου ιουλιοσ ιουλ июл июля июль лип липня липень юли יולי یولیو "
    "یولیه ژوئیه جولیه جویلیه یولیوز تموز जुलाई जुल ",
    " aug august augusti augustus aout ago agosto sie sierpnia sierpien agu agustos elokuuta elokuu srpna srpen "
    "augusta "
    "augusztus agost agustus agt αυγουστου αυγουστοσ αυγ авг августа август серп сер серпня серпень אוגוסט אוג אוג׳ "
    "اغسطس اوت غشت اب अगस्त अग ",
    " sep sept september septembre septiembre set sett settembre setembro setiembre wrz wrzesnia wrzesien eyl eylul "
    "syyskuuta syyskuu septembrie zari septembra szeptember szept setembre σεπτεμβριου σεπτεμβριοσ σεπ сен сент "
    "сентября сентябрь вер верес вересня вересень септември ספטמבר ספט ספט׳ سبتمبر سپتامبر شتنبر ایلول सितंबर सितम्बर "
    "सित ",
    " oct october okt oktober octobre octubre ott ottobre out outubro paz pazdziernika pazdziernik eki ekim lokakuuta "
    "lokakuu octombrie rijna rijen oktobra oktobar oktoober οκτωβριου οκτωβριοσ οκτ окт октября октябрь жов жовт "
    "жовтня жовтень октомври אוקטובר אוק אוק׳ اکتوبر اکتبر تشرینالاول अक्टूबर अक्तूबर अक्टू ",
    " nov november novembre noviembre novembro lis listopada listopad kas kasim marraskuuta marraskuu noiembrie noi "
    "listopadu novembra novembar nopember νοεμβριου νοεμβριοσ νοε ноя нояб ноября ноябрь лист листоп листопада "
    "листопад ноември נובמבר נוב נוב׳ نوفمبر نوامبر نونبر تشرینالثانی नवंबर नवम्बर नव ",
    " dec december dez dezember decembre dic diciembre dicembre dezembro gru grudnia grudzien ara aralik joulukuuta "
    "joulukuu decembrie des desember prosince prosinec decembra decembar detsember desembre δεκεμβριου δεκεμβριοσ δεκ "
    "дек декабря декабрь груд гру грудня грудень декември דצמבר דצמ דצמ׳ دیسمبر دسامبر دجنبر کانونالاول दिसंबर दिसम्बर "
    "दिस ",
    " فروردین ",
    " اردیبهشت ",
    " خرداد ",
    " تیر ",
    " مرداد ",
    " شهریور ",
    " مهر ",
    " ابان ",
    " اذر ",
    " دی ",
    " بهمن ",
    " اسفند "};

static const char date_glue[] = " de del d of the st nd rd th er e o a ta den dei do da i г ב ال ";

static const char clock_glue[] = " at a as las la um kl klo klokken om ore ora alle h o godz saat в о у к ob v u ved "
                                 "pukul jam pkl la ωρα בשעה الساعه "
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
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (is_among(months[i], word))
            return (uint8_t)(i + 1);
    return 0;
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
    uint32_t n = 0;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        n += wire_str_is_ci(name, wire_str_of(zones[i].name));
    return n > 1;
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
