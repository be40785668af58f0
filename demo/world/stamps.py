"""Moments as newspapers write them, in the languages of the press."""

DAYS = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "es": ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    "de": ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
    "ja": ["月", "火", "水", "木", "金", "土", "日"],
    "hi": ["सोम", "मंगल", "बुध", "गुरु", "शुक्र", "शनि", "रवि"],
    "pt": ["seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."],
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
}
MONTHS = {
    "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    "ja": [f"{month}月" for month in range(1, 13)],
    "hi": ["जनवरी", "फरवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"],
    "pt": ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
           "novembro", "dezembro"],
    "ar": ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
}


LOCAL = {"de": "{d}. {month} {year}, {hour}:{minute} Uhr {zone}", "es": "{d} {month} {year} - {hour}:{minute} {zone}",
         "ja": "{year}年{month}{d}日 {hour}時{minute}分", "hi": "{d} {month} {year}, {hour}:{minute} {zone}",
         "ar": "{d} {month} {year} - {hour}:{minute}"}


def local_shows_zone(language):
    return "{zone}" in LOCAL.get(short_of(language), "{zone}")


def short_of(language):
    """The language whose names of days and months are known; English for the rest."""
    short = language.split("-")[0]
    return short if short in MONTHS else "en"


def long_stamp(moment, language, zone):
    """"4:53 AM EDT, Wed October 21, 2026" for en-US, the language's own habit elsewhere."""
    short = short_of(language)
    day, month = DAYS[short][moment.weekday()], MONTHS[short][moment.month - 1]
    if language == "en-US":
        hour = moment.hour % 12 or 12
        half = "AM" if moment.hour < 12 else "PM"
        return f"{hour}:{moment:%M} {half} {zone}, {day} {month} {moment.day}, {moment.year}"
    if short == "pt":
        return f"{moment:%H:%M} {zone}, {day} {moment.day} de {month} de {moment.year}"
    if short == "ar":
        return f"{moment:%H:%M} {zone}، {day} {moment.day} {month} {moment.year}"
    return f"{moment:%H:%M} {zone}, {day} {moment.day} {month} {moment.year}"


def halves(moment):
    return moment.hour % 12 or 12, "a.m." if moment.hour < 12 else "p.m."


def stamp_text(moment, language, zone, habit="long"):
    """A moment in one of the habits of publishers: long, us, old, day, local, relative."""
    hour, half = halves(moment)
    short = short_of(language)
    month, en_month = MONTHS[short][moment.month - 1], MONTHS["en"][moment.month - 1]
    if habit == "us":
        return f"{en_month[:3]}. {moment.day}, {moment.year} at {hour}:{moment:%M} {half} {zone}"
    if habit == "old":
        return f"{en_month} {moment.day}, {moment.year}; {hour}:{moment:%M} {half} {zone}"
    if habit == "day":
        return f"{moment.day} {month} {moment.year}"
    if habit == "relative":
        return f"{moment.hour % 11 + 2} hours ago"
    if habit == "local" and short in LOCAL:
        return LOCAL[short].format(d=moment.day, month=month, year=moment.year, hour=f"{moment:%H}", minute=f"{moment:%M}", zone=zone)
    return long_stamp(moment, language, zone)


def rfc822(moment):
    days = DAYS["en"][moment.weekday()]
    return f"{days}, {moment:%d} {MONTHS['en'][moment.month - 1][:3]} {moment:%Y %H:%M:%S %z}"
