"""Moments as newspapers write them, in the languages of the press."""

DAYS = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "pt": ["seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."],
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
}
MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"],
    "pt": ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
           "novembro", "dezembro"],
    "ar": ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
}


def stamp_text(moment, language, zone):
    """"4:53 AM EDT, Wed October 21, 2026" for en-US, the language's own habit elsewhere."""
    short = language.split("-")[0]
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


def rfc822(moment):
    days = DAYS["en"][moment.weekday()]
    return f"{days}, {moment:%d} {MONTHS['en'][moment.month - 1][:3]} {moment:%Y %H:%M:%S %z}"
