"""The words by which the marks of what nobody has checked say so, language by language.

A label that a translator writes is no proof: the mark on every page of a draft must hold one of these words.
"""

from __future__ import annotations

_WORDS = {
    "am": ("ረቂቅ",),
    "ar": ("مسودة", "مسوّدة"),
    "bg": ("чернова", "проект"),
    "bn": ("খসড়া",),
    "bs": ("nacrt",),
    "ca": ("esborrany", "provisional"),
    "cs": ("návrh", "koncept", "předběžn"),
    "cy": ("drafft",),
    "da": ("udkast", "kladde"),
    "de": ("entwurf", "vorläufig"),
    "el": ("προσχέδιο", "πρόχειρ"),
    "en": ("draft",),
    "es": ("borrador", "provisional"),
    "et": ("mustand", "kavand"),
    "fa": ("پیش‌نویس", "پیش نویس"),
    "fi": ("luonnos",),
    "fr": ("brouillon", "projet", "provisoire", "ébauche"),
    "ga": ("dréacht",),
    "gu": ("મુસદ્દો", "ડ્રાફ્ટ"),
    "he": ("טיוטה", "טיוטת"),
    "hi": ("ड्राफ़्ट", "ड्राफ्ट", "मसौदा", "प्रारूप"),
    "hr": ("nacrt",),
    "hu": ("tervezet", "vázlat"),
    "hy": ("նախագիծ",),
    "id": ("draf", "rancangan"),
    "is": ("drög",),
    "it": ("bozza", "provvisori"),
    "ja": ("草案", "下書き", "案"),
    "ka": ("პროექტი", "მონახაზი"),
    "ko": ("초안",),
    "lt": ("juodraštis", "projektas"),
    "lv": ("melnraksts", "projekts"),
    "ms": ("draf",),
    "my": ("မူကြမ်း",),
    "nb": ("utkast",),
    "ne": ("मस्यौदा",),
    "nl": ("concept", "ontwerp"),
    "no": ("utkast",),
    "pa": ("ਖਰੜਾ",),
    "pl": ("wersja robocza", "szkic", "projekt", "robocz"),
    "ps": ("مسوده",),
    "pt": ("rascunho", "provisóri", "provisori"),
    "ro": ("ciornă", "schiță", "provizori"),
    "ru": ("черновик", "черновой", "проект"),
    "si": ("කෙටුම්පත",),
    "sk": ("návrh", "koncept", "predbežn"),
    "sl": ("osnutek",),
    "so": ("qabyo",),
    "sq": ("draft", "projekt"),
    "sr": ("нацрт", "nacrt"),
    "sv": ("utkast",),
    "sw": ("rasimu",),
    "ta": ("வரைவு",),
    "te": ("చిత్తుప్రతి", "ముసాయిదా"),
    "th": ("ฉบับร่าง", "ร่าง"),
    "tl": ("borador", "burador"),
    "tr": ("taslak",),
    "uk": ("чернетка", "проєкт", "проект"),
    "ur": ("مسودہ",),
    "vi": ("bản nháp", "bản thảo", "dự thảo"),
    "zh": ("草稿", "初稿", "草案"),
}


def draft_words(tag: str) -> tuple[str, ...]:
    """What a mark in a language must say, one of these; for a language that is not known here, the English word."""
    return _WORDS.get(tag.partition("-")[0], _WORDS["en"])


def says_draft(mark: str, tag: str) -> bool:
    """Whether a mark says in a language that the text is a draft."""
    return any(word in mark.casefold() for word in draft_words(tag))
