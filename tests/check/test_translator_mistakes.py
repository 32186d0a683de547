"""What a translator is told: one mistake in the files of a language, its exact message, and nothing that is lost."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patient_handouts.check.content import check_locale
from patient_handouts.content.translations import MEMORY, entries, unwrapped
from patient_handouts.problems import HandoutError
from patient_handouts.reading import strict_yaml
from patient_handouts.translation import po
from patient_handouts.translation.fill_in import put
from tests.support.project import DAY, SAMPLE, Scratch


def problems_of(scratch: Scratch, tag: str) -> list[str]:
    """What `locale check` tells of a language, without the rules of language and what it notes itself."""
    library = scratch.load()
    if tag not in library.locales:
        return [str(problem) for problem in library.problems]
    found = check_locale(library, tag, DAY, language=False)
    assert set(library.problems) <= set(found), "a mistake of a translator is told of the translator's files"
    return [str(problem) for problem in found if not problem.what.endswith("not noted here yet.")]


class Mistake(NamedTuple):
    """`old` becomes `new` in a file; the message points at the text `at`, in what was changed or below it."""

    file: str
    old: str
    new: str
    at: str
    message: str


MS, LABELS, TERMS = "es/ms", "es/locale", "es/terms"
WHO = "{ms-mist.people} personas"
IN_PLACE = "is typed into the text. Write {ms-mist.group} in its place."
KEY_POINTS = 'heading: "Lo más importante"'
BOLD = "**Menos brotes.** En"
PERIODS = "**[Fertilidad](term:fertility).** A"
TRANSPLANT = "[干细胞移植](term:transplant)"
FOUND = "the text has no quotes; YAML could cut or change it."
MISSING = "Put it where the figure belongs. English: "
NO_PLACEHOLDER = "is no placeholder of the English text."
NOT_PLAIN = "is not written in plain letters and braces. Write {ms-mist.people}."
NOT_A_PLACEHOLDER = "is not how a placeholder is written. Write {ms-mist.people}."
HIDDEN = "Delete it, or retype the text."
NO_DATE = "is not a date pattern of CLDR, like “d MMMM y” or “d 'of' MMMM y”."
INDENT = "Give keys that belong together as many spaces."
NO_LETTER = "Write it in other letters, or name a font that has it in locale.yaml."
QUOTE_IN_QUOTES = "a quote mark inside quotes. Write “…” or ‘…’ inside the text instead."


def who(new: str, message: str, at: str = "") -> Mistake:
    return Mistake(MS, WHO, new, at or new[:12], message)


def heading(new: str, message: str, at: str = "") -> Mistake:
    return Mistake(MS, KEY_POINTS, new, at or new.removeprefix("heading: "), message)


def bold(new: str) -> Mistake:
    told = new.removesuffix(" En")
    return Mistake(MS, BOLD, new, new, f"“{told}” is not how bold is written. Write “**Menos brotes.**”.")


def link(new: str, written: str) -> Mistake:
    message = f"“{written}” is not how a link is written. Write “[Fertilidad](term:fertility)”."
    return Mistake(MS, PERIODS, new, written, message)


def chinese_link(new: str) -> Mistake:
    message = f"“{new}” is not how a link is written. Write “{TRANSPLANT}”."
    return Mistake("zh-Hans/ms", TRANSPLANT, new, new, message)


PLACEHOLDERS = {
    "braces lost": who(
        "ms-mist.people personas", "the placeholder ms-mist.people has lost its braces. Write {ms-mist.people}."
    ),
    "closing brace lost": who("{ms-mist.people personas", f"“{{ms-mist.people” {NOT_A_PLACEHOLDER}"),
    "opening brace lost": who("ms-mist.people} personas", f"“ms-mist.people}}” {NOT_A_PLACEHOLDER}"),
    "round brackets": who("(ms-mist.people) personas", f"“(ms-mist.people)” {NOT_A_PLACEHOLDER}"),
    "square brackets": who("[ms-mist.people] personas", f"“[ms-mist.people]” {NOT_A_PLACEHOLDER}"),
    "angle brackets": who("<ms-mist.people> personas", f"“<ms-mist.people>” {NOT_A_PLACEHOLDER}"),
    "two pairs of braces": who("{{ms-mist.people}} personas", f"the placeholder “{{{{ms-mist.people}}}}” {NOT_PLAIN}"),
    "full-width braces": Mistake(
        "zh-Hans/ms",
        "{ms-mist.people}名",
        "｛ms-mist.people｝名",
        "｛ms",
        f"the placeholder “｛ms-mist.people｝” {NOT_PLAIN}",
    ),
    "placeholder renamed": who(
        "{ms-mist.peple} personas", f"“{{ms-mist.peple}}” {NO_PLACEHOLDER} Write {{ms-mist.people}}."
    ),
    "placeholder translated": who("{personas} personas", f"“{{personas}}” {NO_PLACEHOLDER} Write {{ms-mist.people}}."),
    "capitals in a placeholder": who("{MS-Mist.People} personas", f"the placeholder “{{MS-Mist.People}}” {NOT_PLAIN}"),
    "Cyrillic letters in a placeholder": who(
        "{ms-mist.реорle} personas", f"the placeholder “{{ms-mist.реорle}}” {NOT_PLAIN}"
    ),
    "hyphen of another kind in a placeholder": who(
        "{ms‑mist.people} personas", f"the placeholder “{{ms‑mist.people}}” {NOT_PLAIN}"
    ),
    "spaces in a placeholder": who(
        "{ ms-mist.people } personas", f"the placeholder “{{ ms-mist.people }}” {NOT_PLAIN}"
    ),
    "no-break space in a placeholder": who(
        "{ms-mist.people\u00a0} personas", f"the placeholder “{{ms-mist.people\u00a0}}” {NOT_PLAIN}"
    ),
    "joiner in a placeholder": who(
        "{ms-mist.\u200cpeople} personas", f"the placeholder “{{ms-mist.\u200cpeople}}” {NOT_PLAIN}"
    ),
    "zero-width space in a placeholder": who(
        "{ms-mist.\u200bpeople} personas",
        f"the text contains an invisible character (U+200B). {HIDDEN}",
        '"{ms-mist.\u200b',
    ),
    "placeholder doubled": who(
        "{ms-mist.people} personas (de {ms-mist.people})",
        "the placeholder {ms-mist.people} stands here once more than in English. "
        "Say each figure as often as the English does.",
        "{ms-mist.people})",
    ),
    "placeholder missing": who(
        "Personas",
        f"the placeholder {{ms-mist.people}} of the English is missing. {MISSING}"
        "“{ms-mist.people} people with relapsing MS that was active in spite of medicines…”",
    ),
    "two placeholders missing": Mistake(
        MS,
        "{ms-suits.age} años, con EM desde hace menos de {ms-suits.years} años",
        "mediana edad, con EM reciente",
        "**Puede convenirle",
        "the placeholders {ms-suits.age}, {ms-suits.years} of the English are missing. "
        "Put each where the figure belongs. "
        "English: “**It may suit you** if your relapsing MS is very active and a strong medicine h…”",
    ),
    "placeholder of another text": who(
        "{ms-mist.people} de {ms-mist.group} personas",
        f"“{{ms-mist.group}}” {NO_PLACEHOLDER} Leave it out.",
        "{ms-mist.group}",
    ),
    "placeholder of the other group": Mistake(
        MS,
        "{ms-mist.transplant-worse} empeoraron",
        "{ms-mist.medicine-worse} empeoraron",
        "{ms-mist.medicine-worse}",
        f"“{{ms-mist.medicine-worse}}” {NO_PLACEHOLDER} Write {{ms-mist.transplant-worse}}.",
    ),
    "figure typed": who(
        "110 personas", "the figure “110” is typed into the text. Write {ms-mist.people} in its place."
    ),
    "another figure typed": who(
        "999 personas", "the figure “999” is typed into the text. Write {ms-mist.people} in its place."
    ),
    "Arabic-Indic digits": Mistake("ar/ms", "{ms-mist.group} شخصًا", "٥٥ شخصًا", "٥٥", f"the figure “٥٥” {IN_PLACE}"),
    "Devanagari digits": Mistake("hi/ms", "{ms-mist.group} लोग", "५५ लोग", "५५", f"the figure “५५” {IN_PLACE}"),
    "full-width digits": Mistake("zh-Hans/ms", "{ms-mist.group}人", "５５人", "５５", f"the figure “５５” {IN_PLACE}"),
    "one of several figures typed": Mistake(
        MS,
        "**Muerte.** Alrededor de {ms-uk-deaths.low} o {ms-uk-deaths.high} de",
        "**Muerte.** Alrededor de 1 o {ms-uk-deaths.high} de",
        "1 o",
        "the figure “1” is typed into the text. Write {ms-uk-deaths.low} in its place.",
    ),
    "figure typed where the English has none": heading(
        'heading: "Los 5 puntos"',
        "the figure “5” is typed into the text. "
        "Leave it out; or add the name that it is part of to “names-with-digits” in locale.yaml.",
        "5 puntos",
    ),
    "label placeholder lost": Mistake(
        LABELS,
        "Página {page} de {pages}",
        "Página de {pages}",
        "Página de",
        f"the placeholder {{page}} of the English is missing. {MISSING}“Page {{page}} of {{pages}}”",
    ),
    "label placeholder translated": Mistake(
        LABELS,
        "Página {page} de {pages}",
        "Página {página} de {pages}",
        "{página}",
        f"“{{página}}” {NO_PLACEHOLDER} Write {{page}}.",
    ),
    "label with a foreign placeholder": Mistake(
        LABELS, '"Importante"', '"Importante {page}"', "{page}", f"“{{page}}” {NO_PLACEHOLDER} Leave it out."
    ),
    "plural form without its number": Mistake(
        LABELS,
        'other: "Dibujo de {people} personas',
        'other: "Dibujo de personas',
        "Dibujo de personas",
        f"the placeholder {{people}} of the English is missing. {MISSING}"
        "“Drawing of {people} people, {filled} of them filled in.”",
    ),
}

MARKS = {
    "bold never ends": Mistake(
        MS, BOLD, "**Menos brotes. En", "**Menos", "bold begins here with “**” and never ends. Close it with “**”."
    ),
    "bold lost": Mistake(
        MS,
        BOLD,
        "Menos brotes. En",
        "Menos",
        "the English has 1 bold passage, this text 0. Put the same words between “**” and “**”. "
        "English: “**Fewer attacks.** In a UK report on {ms-uk-relapses.people} people, about {ms-…”",
    ),
    "bold that the English has not": Mistake(
        LABELS,
        '"Importante"',
        '"**Importante**"',
        "**Importante",
        "the English has no bold passages, this text 1. Take the “**” away.",
    ),
    "spaces inside bold": bold("** Menos brotes. ** En"),
    "stars with a space between": bold("* *Menos brotes.* * En"),
    "single stars": bold("*Menos brotes.* En"),
    "three stars": bold("***Menos brotes.*** En"),
    "HTML for bold": bold("<b>Menos brotes.</b> En"),
    "full-width stars": Mistake(
        "zh-Hans/common", "**不**", "＊＊不＊＊", "＊＊", "“＊＊不＊＊” is not how bold is written. Write “**不**”."
    ),
    "link to nowhere": Mistake(
        MS,
        PERIODS,
        "**[Fertilidad](term:fertilty).** A",
        "term:fertilty",
        "the link goes to “term:fertilty”; the English has none there. Write “term:fertility”.",
    ),
    "link translated": Mistake(
        MS,
        PERIODS,
        "**[Fertilidad](término:fertilidad).** A",
        "término:",
        "the link goes to “término:fertilidad”; the English has none there. Write “term:fertility”.",
    ),
    "link to another term": Mistake(
        MS,
        PERIODS,
        "**[Fertilidad](term:thyroid).** A",
        "term:thyroid",
        "the link goes to “term:thyroid”; the English has none there. Write “term:fertility”.",
    ),
    "link that the English has not": heading(
        'heading: "Lo más [importante](term:trial)"',
        "the link goes to “term:trial”; the English has none there. Take the link away.",
        "term:trial",
    ),
    "link lost": Mistake(
        MS,
        PERIODS,
        "**Fertilidad.** A",
        "**Fertilidad",
        "the link […](term:fertility) of the English is missing. Put it round the same words. "
        "English: “**[Fertility](term:fertility).** Periods came back in {ms-periods.back} of {ms-…”",
    ),
    "space in a link": link("**[Fertilidad] (term:fertility).** A", "[Fertilidad] (term:fertility)"),
    "bracket of a link lost": link("**[Fertilidad(term:fertility).** A", "[Fertilidad(term:fertility)"),
    "last bracket of a link lost": link("**[Fertilidad](term:fertility.** A", "[Fertilidad](term:fertility"),
    "full-width brackets round a link": chinese_link("【干细胞移植】（term:transplant）"),
    "full-width square brackets": chinese_link("［干细胞移植］(term:transplant)"),
    "full-width round brackets": chinese_link("[干细胞移植]（term:transplant）"),
    "full-width colon in a link": Mistake(
        "zh-Hans/ms",
        TRANSPLANT,
        "[干细胞移植](term：transplant)",
        "term：",
        "the link goes to “term：transplant”; the English has none there. Write “term:transplant”.",
    ),
    "bracket that belongs to no link": heading(
        'heading: "Lo [más] importante"',
        "the bracket “[” belongs to no link. Write a link as [words](term:name), or use ( ).",
        "[más]",
    ),
    "brace that belongs to nothing": heading(
        'heading: "Lo más importante }"',
        "the brace “}” belongs to no placeholder. Write a placeholder as {fact.value}.",
        "}",
    ),
    "HTML tag": heading(
        'heading: "Lo más<br/>importante"', "“<br/>” is HTML, and would be printed as it stands. Leave it out.", "<br/>"
    ),
    "HTML entity": heading(
        'heading: "Lo m&aacute;s importante"',
        "“&aacute;” is HTML, and would be printed as it stands. Write “á”.",
        "&aacute;",
    ),
    "HTML space": heading(
        'heading: "Lo más&nbsp;importante"',
        "“&nbsp;” is HTML, and would be printed as it stands. Write a space.",
        "&nbsp;",
    ),
}

TEXTS = {
    "text left in English": Mistake(
        MS,
        '"Cuánto riesgo tiene usted."',
        '"How big your own risk is."',
        "How big",
        "the text is left in English. Translate it.",
    ),
    "half in English (Chinese)": Mistake(
        "zh-Hans/ms",
        "试验期间，移植组中病情加重的人比用药组少。",
        "试验期间，MS got worse in fewer people after a transplant.",
        "MS got",
        "“MS got worse in fewer people after a transplant” is left in English. Translate it.",
    ),
    "half in English (Arabic)": Mistake(
        "ar/ms",
        "أثناء التجربة، ساء المرض عند عدد أقل من الناس بعد الزراعة.",
        "أثناء التجربة، MS got worse in fewer people.",
        "MS got",
        "“MS got worse in fewer people” is left in English. Translate it.",
    ),
    "half in English (Hindi)": Mistake(
        "hi/ms",
        "ट्रायल के दौरान, ट्रांसप्लांट के बाद कम लोगों की MS बिगड़ी।",
        "ट्रायल के दौरान, MS got worse in fewer people.",
        "MS got",
        "“MS got worse in fewer people” is left in English. Translate it.",
    ),
    "half in English (Spanish)": Mistake(
        MS,
        "la EM empeoró en menos personas después de un trasplante.",
        "MS got worse in fewer people after a transplant.",
        "MS got",
        "“MS got worse in fewer people after a transplant” is left in English. Translate it.",
    ),
    "one paragraph made two": Mistake(
        MS,
        "Ningún tratamiento conviene a todos. Expertos",
        "Ningún tratamiento conviene a todos.\n\n      Expertos",
        "\n\n      Expertos",
        "the English has 1 paragraph, this text 2. Take out the empty line.",
    ),
    "text in the wrong key": Mistake(
        MS,
        'heading: "¿Qué es la EM?"',
        'heading: "¿Cuántas personas mueren después de un trasplante?"',
        '"¿Cuántas personas mueren después de un trasplante?"\n    who',
        "the same text stands at content/es/ms.yaml:32:14, where the English is another. "
        "The English here: “How many people die after a transplant?”",
    ),
    "letters that the fonts lack": heading(
        'heading: "Lo más importante 😀"',
        f"the fonts of this language have no letter for “😀” (U+1F600). {NO_LETTER}",
        "😀",
    ),
    "letters of another script": heading(
        'heading: "Lo más importante ก"',
        f"the fonts of this language have no letter for “ก” (U+0E01). {NO_LETTER}",
        "ก",
    ),
    "bidi control characters": Mistake(
        "ar/ms",
        '"أهم النقاط"',
        '"\u202bأهم النقاط\u202c"',
        '"\u202b',
        f"the text contains an invisible character (U+202B). {HIDDEN}",
    ),
    "zero-width space": Mistake(
        "hi/ms",
        '"मुख्य बातें"',
        '"मुख्य\u200b बातें"',
        '"मुख्य\u200b',
        f"the text contains an invisible character (U+200B). {HIDDEN}",
    ),
    "soft hyphen": heading(
        'heading: "Lo más impor\u00adtante"', f"the text contains an invisible character (U+00AD). {HIDDEN}"
    ),
    "letter and accent": heading(
        unicodedata.normalize("NFD", KEY_POINTS),
        "the letter “á” is written as two characters, letter and accent. Retype it (Unicode NFC).",
    ),
    "garbled letters": heading(
        'heading: "Lo mÃ¡s importante"',
        "the letters are garbled: UTF-8 was read as another encoding. Write “Lo más importante”.",
    ),
    "garbled letters beside sound ones": heading(
        'heading: "Lo mÃ¡s “importante”"',
        "the letters are garbled: UTF-8 was read as another encoding. Write “Lo más “importante””.",
    ),
    "letter lost to a question mark": heading(
        'heading: "Lo m?s importante"',
        "“m?s” has a question mark in a word, where a letter was lost. "
        "Write the word again, and save the file as UTF-8.",
        "m?s",
    ),
    "letter lost": heading(
        'heading: "Lo m\ufffds importante"',
        "a letter was lost, where “\ufffd” stands: the text was read in another encoding. Write the word again.",
    ),
    "text too long": heading(
        f'heading: "{"palabra " * 300}"', "the text is longer than 2000 characters. Shorten or split it."
    ),
    "term not used": Mistake(
        MS,
        '"Quimioterapia y después sus células."',
        '"Medicamentos y después sus células."',
        "Medicamentos y",
        "“Chemotherapy” is called “quimioterapia” in this language, by terms.yaml. "
        "Use that here, or correct terms.yaml.",
    ),
    "forbidden word used": Mistake(
        MS,
        "Expertos en EM y en trasplantes",
        "Expertos en EM y en trasplantes e injertos",
        "injertos",
        "“injertos” is not used in this language, by terms.yaml. Write “trasplante”, or correct terms.yaml.",
    ),
    "term without a word": Mistake(
        TERMS,
        'chemotherapy:\n  english: ["chemotherapy"]\n  use: ["quimioterapia"]',
        'chemotherapy:\n  english: ["chemotherapy"]\n  use: []',
        "chemotherapy:",
        'the term “chemotherapy” has nothing under “use”. Write “use: ["…"]” there, or delete the term.',
    ),
    "term with a figure": Mistake(
        TERMS,
        'use: ["quimioterapia"]',
        'use: ["quimioterapia 2"]',
        '"quimioterapia 2"',
        "“quimioterapia 2” is not words without figures, one space apart; "
        "“*” at the end of a word stands for any ending, “#” for a number.",
    ),
}

FILE = {
    "list instead of a text": Mistake(
        MS,
        "text: |\n      Ningún tratamiento conviene a todos. Expertos",
        "text:\n      - Ningún tratamiento conviene a todos.\n      - Expertos",
        "- Ningún",
        "one or more paragraphs, with an empty line between them is expected here, not a list or further keys. "
        "Write one text in double quotes.",
    ),
    "keys instead of a text": heading(
        'heading:\n      text: "Lo más importante"',
        "a text is expected here, not a list or further keys. Write one text in double quotes.",
        'text: "Lo',
    ),
    "text instead of keys": Mistake(
        MS,
        'rows:\n      what: "Qué es"\n      good: "Lo bueno"\n      bad: "Lo malo"\n',
        'rows: "Qué es, lo bueno, lo malo"\n',
        '"Qué es, lo',
        "here must be “key: text” lines. The keys are: what, good, bad.",
    ),
    "list instead of keys": Mistake(
        MS,
        'rows:\n      what: "Qué es"\n      good: "Lo bueno"\n      bad: "Lo malo"\n',
        'rows:\n      - "Qué es"\n      - "Lo bueno"\n',
        '- "Qué es"',
        "here must be “key: text” lines. The keys are: what, good, bad.",
    ),
    "text instead of a list": Mistake(
        LABELS, 'fonts: ["Noto Sans"]', 'fonts: "Noto Sans"', '"Noto', 'a list is expected here. Write ["Noto Sans"].'
    ),
    "tab": Mistake(MS, f"    {KEY_POINTS}", f"\t{KEY_POINTS}", "heading", "a tab. Indent with spaces."),
    "too many spaces": Mistake(
        MS,
        f"    {KEY_POINTS}",
        f"     {KEY_POINTS}",
        "points:",
        f"this line begins with 4 spaces, and the one above with 5. {INDENT}",
    ),
    "too few spaces": Mistake(
        MS,
        '      works: "En un',
        '    works: "En un',
        "harms:",
        f"this line begins with 6 spaces, and the one above with 4. {INDENT}",
    ),
    "text of a block without its spaces": Mistake(
        MS,
        "      Ningún tratamiento",
        "    Ningún tratamiento",
        "points:",
        "a line that is neither “key: value” nor part of a text. "
        "Indent a text that goes on from the line above, or give the key its colon.",
    ),
    "curly quotes": heading(
        "heading: “Lo más importante”",
        'the quotes round the text are not the plain ones. Write "Lo más importante".',
    ),
    "angled quotes": heading(
        "heading: «Lo más importante»",
        'the quotes round the text are not the plain ones. Write "Lo más importante".',
    ),
    "curly quote at the beginning": heading(
        'heading: “Lo más importante"',
        'the quotes round the text are not the plain ones. Write "Lo más importante".',
    ),
    "curly quote at the end": heading(
        'heading: "Lo más importante”', 'the text ends with “””, which is not the plain quote mark. End it with ".'
    ),
    "closing quote missing": heading(
        'heading: "Lo más importante', "a quoted text that does not end in its line. Close it with a quote mark."
    ),
    "opening quote missing": heading(
        'heading: Lo más importante"', 'the quote mark at the beginning is missing. Write "Lo más importante".'
    ),
    "quote inside quotes": heading('heading: "Lo "más" importante"', QUOTE_IN_QUOTES),
    "quote at the end inside quotes": heading('heading: "Lo más "importante""', QUOTE_IN_QUOTES),
    "no quotes": heading("heading: Lo más importante", f'{FOUND} Write "Lo más importante".'),
    "no quotes round a long text": Mistake(
        MS,
        '"El ensayo más grande no encontró ningún beneficio."',
        "El ensayo más grande no encontró ningún beneficio.",
        "El ensayo más grande",
        f"{FOUND} Put the whole text in double quotes.",
    ),
    "number sign without quotes": heading("heading: Lo más # importante", f'{FOUND} Write "Lo más # importante".'),
    "colon without quotes": heading(
        "heading: Lo más: importante", "a colon in a text without quotes. Put the whole text in double quotes."
    ),
    "no as a text": heading("heading: no", f'{FOUND} Write "no".', "no"),
    "no as a key": Mistake(
        MS,
        '      works: "En un',
        '      no: "En un',
        "no:",
        "the key “no” is not known here. Did you mean “works”?",
    ),
    "yes as a key": Mistake(
        MS,
        '      works: "En un',
        '      yes: "En un',
        "yes:",
        "the key “yes” is not known here. Did you mean “works”?",
    ),
    "key twice": heading(
        f'{KEY_POINTS}\n    heading: "Lo importante"',
        "the key “heading” is here twice (first in line 24). Delete or rename one of the two.",
        'heading: "Lo importante"',
    ),
    "key renamed": heading('headin: "Lo más"', "the key “headin” is not known here. Did you mean “heading”?"),
    "key with a capital": heading('Heading: "Lo más"', "the key “Heading” is not known here. Did you mean “heading”?"),
    "key translated": heading('título: "Lo más"', "the key “título” is not known here. Did you mean “heading”?"),
    "name of a block translated": Mistake(
        MS,
        "  key-points:\n",
        "  puntos-clave:\n",
        "puntos",
        "the key “puntos-clave” is not known here. Did you mean “key-points”?",
    ),
    "only spaces": heading('heading: "  "', "this text is empty. Write a text."),
    "lines that git did not merge": heading(
        '<<<<<<< HEAD\nheading: "Lo más"\n=======\n    heading: "Lo importante"\n>>>>>>> other',
        "a mark of git: two versions of these lines were not made one. "
        "Keep one of the two, and delete the lines “<<<<<<<”, “=======” and “>>>>>>>”.",
        "=======",
    ),
    "day in another order": Mistake(
        MS, "date: 2026-12-01", "date: 25-11-2026", "25-11", "“25-11-2026” is not a date like 2026-11-22."
    ),
    "plural form lost": Mistake(
        "ar/locale",
        '    few: "رسم فيه {people} أشخاص، وعدد الأشكال المملوءة: {filled}."\n',
        "",
        '"رسم فيه شخص واحد',
        'the label “drawing” lacks its plural form “few”. Write “few: "…"” there.',
    ),
    "plural form of no language": Mistake(
        LABELS,
        'one: "Dibujo de una',
        'singular: "Dibujo de una',
        "singular",
        "“singular” is not a plural category of CLDR: zero, one, two, few, many or other.",
    ),
    "plural form of another language": Mistake(
        LABELS,
        'one: "Dibujo de una',
        'few: "Dibujo de {people}."\n    one: "Dibujo de una',
        '"Dibujo de {people}."',
        "this language has no plural form “few” (CLDR: one, other). Delete it.",
    ),
    "direction in words": Mistake(
        LABELS, "direction: ltr", "direction: left", "left", "“left” is not allowed here. Known: ltr, rtl."
    ),
    "wrong direction": Mistake(
        "ar/locale",
        "direction: rtl",
        "direction: ltr",
        "ltr",
        "this language is written from right to left. Write “rtl”.",
    ),
    "font that is none of ours": Mistake(
        LABELS, '["Noto Sans"]', '["Arial"]', '"Arial"', 'there is no font “Arial” here. Write “fonts: ["Noto Sans"]”.'
    ),
    "font under another name": Mistake(
        "zh-Hans/locale",
        '"Noto Sans CJK SC"',
        '"Noto Sans SC"',
        '"Noto Sans SC"',
        "there is no font “Noto Sans SC” here. Did you mean “Noto Sans CJK SC”?",
    ),
    "file of a font": Mistake(
        LABELS,
        '["Noto Sans"]',
        '["NotoSans-Regular.ttf"]',
        '"NotoSans-R',
        "“NotoSans-Regular.ttf” is not a font family, like “Noto Sans”.",
    ),
    "font of another script": Mistake(
        "ar/locale",
        '["Noto Sans Arabic", "Noto Sans"]',
        '["Noto Sans"]',
        '"Noto Sans"',
        "the fonts have no letter for “،” (U+060C), “؛” (U+061B), “؟” (U+061F), “ء” (U+0621), “آ” (U+0622), "
        'which most texts of this language need. Write “fonts: ["Noto Sans Arabic", "Noto Sans"]”.',
    ),
    "font without quotes": Mistake(LABELS, '["Noto Sans"]', "[Noto Sans]", "Noto Sans]", f'{FOUND} Write "Noto Sans".'),
    "date pattern of a spreadsheet": Mistake(
        LABELS, "\"d 'de' MMMM 'de' y\"", '"DD/MM/YYYY"', '"DD', f"“DD/MM/YYYY” {NO_DATE}"
    ),
    "date pattern with bare words": Mistake(
        LABELS, "\"d 'de' MMMM 'de' y\"", '"d de MMMM de y"', '"d de', f"“d de MMMM de y” {NO_DATE}"
    ),
    "date pattern without the year": Mistake(
        LABELS,
        "\"d 'de' MMMM 'de' y\"",
        "\"d 'de' MMMM\"",
        "\"d 'de' MMMM\"",
        "the date pattern lacks the year (y). Write it where it belongs.",
    ),
    "signs without quotes": Mistake(
        LABELS,
        '{colon: ":", semicolon: ";", stop: "."}',
        "{colon: :, semicolon: ;, stop: .}",
        "{colon: :",
        'a value between “{” and “}” cannot be read. Put each value in double quotes, like {colon: ":"}.',
    ),
    "comma in a number": Mistake(
        LABELS, 'room: "1.2"', 'room: "1,2"', '"1,2"', "“1,2” is not a number from 1 to 2.99, like “1.15”."
    ),
    "figure as a name": Mistake(
        LABELS,
        '"tipo 1", ',
        '"tipo 1", "5", ',
        '"5"',
        "“5” is not a name that contains a number. Figures belong in facts.yaml.",
    ),
}

MISTAKES = PLACEHOLDERS | MARKS | TEXTS | FILE


def edited(scratch: Scratch, mistake: Mistake) -> str:
    """Make a mistake in a file, and tell where it stands."""
    file = f"content/{mistake.file}.yaml"
    if not (scratch.root / file).exists():
        scratch.add(mistake.file.partition("/")[0])
    scratch.edit(file, mistake.old, mistake.new)
    text = (scratch.root / file).read_text("utf-8")
    start = text.index(mistake.new or mistake.at)
    offset = text.index(mistake.at, text.rindex("\n", 0, start))
    return f"{file}:{text.count(chr(10), 0, offset) + 1}:{offset - text.rindex(chr(10), 0, offset)}"


@pytest.mark.parametrize("name", MISTAKES)
def test_message(scratch, name):
    mistake = MISTAKES[name]
    place = edited(scratch, mistake)
    assert problems_of(scratch, mistake.file.partition("/")[0]) == [f"{place}: {mistake.message}"]


@pytest.fixture
def spanish(scratch):
    """A copy of the project with English and Spanish."""
    return scratch.add("es")


# --- whole files and folders ---

NOT_UTF_8 = "the file is not in UTF-8. Save it again with the encoding UTF-8."
NOT_READ = "the file is not read, since its name ends with"
NO_NAME = "the name of the file is not a name in small letters, like “key-points”."
NOT_WRITTEN = (
    "the file is not as the program wrote it. "
    "Restore it as it was; or delete it, and all texts count as translated from today’s English."
)


def saved_as(encoding: str, read_as: str = "") -> Callable[[Path], object]:
    """A file saved in another encoding; or read in one, and saved again as UTF-8."""

    def change(folder: Path) -> None:
        path = folder / "ms.yaml"
        data = path.read_bytes()
        text = data.decode("utf-8").encode(encoding, "replace") if not read_as else data
        path.write_bytes(text if not read_as else data.decode(read_as, "replace").encode(encoding))

    return change


def renamed(new: str) -> Callable[[Path], object]:
    return lambda folder: (folder / "ms.yaml").rename(folder / new)


def memory(data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / MEMORY).write_bytes(data)


def into_a_folder(folder: Path) -> None:
    (folder / "words").mkdir()
    (folder / "ms.yaml").rename(folder / "words" / "ms.yaml")


GARBLED = (
    "the letters are garbled: UTF-8 was read as another encoding. "
    "So are many more in this file: save it as UTF-8, as it was before."
)

FILES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "UTF-16": ("es", saved_as("utf-16"), f"content/es/ms.yaml:1:1: {NOT_UTF_8}"),
    "Latin-1": ("es", saved_as("latin-1"), f"content/es/ms.yaml:3:1: {NOT_UTF_8}"),
    "GB 18030": ("zh-Hans", saved_as("gb18030"), f"content/zh-Hans/ms.yaml:3:1: {NOT_UTF_8}"),
    "UTF-8 read as Windows-1252": ("es", saved_as("utf-8", "cp1252"), f"content/es/ms.yaml:3:7: {GARBLED}"),
    "Arabic read as Windows-1252": ("ar", saved_as("utf-8", "cp1252"), f"content/ar/ms.yaml:3:7: {GARBLED}"),
    "UTF-8 read as Latin-1": (
        "zh-Hans",
        saved_as("utf-8", "latin-1"),
        (
            "content/zh-Hans/ms.yaml:3:10: the letters are garbled: UTF-8 was read as another encoding. "
            "Save the text again as UTF-8, as it was before."
        ),
    ),
    "file with a translated name": (
        "es",
        renamed("em.yaml"),
        "content/es/em.yaml:1:1: there is no recipe of this name. Rename it to “ms.yaml”.",
    ),
    "file with capitals": ("es", renamed("MS.yaml"), f"content/es/MS.yaml:1:1: {NO_NAME} Rename it to “ms.yaml”."),
    "file with the language in its name": (
        "es",
        renamed("ms.es.yaml"),
        f"content/es/ms.es.yaml:1:1: {NO_NAME} Rename it.",
    ),
    "another ending": (
        "es",
        renamed("ms.yml"),
        "content/es/ms.yml:1:1: the file is not read, since its name ends with “.yml”. Rename it to “ms.yaml”.",
    ),
    "ending of an editor": (
        "es",
        renamed("ms.yaml.txt"),
        f"content/es/ms.yaml.txt:1:1: {NOT_READ} “.yaml.txt”. Rename it to “ms.yaml”.",
    ),
    "copy of a file": (
        "es",
        lambda folder: shutil.copy(folder / "ms.yaml", folder / "ms (copia).yaml"),
        f"content/es/ms (copia).yaml:1:1: {NO_NAME} Rename it.",
    ),
    "folder in a folder": (
        "es",
        into_a_folder,
        "content/es/words:1:1: files in subfolders are not read. Move them up.",
    ),
    "file of another language": (
        "es",
        lambda folder: shutil.copy(folder.parent / "en" / "ms.yaml", folder),
        "content/es/ms.yaml:1:1: the texts of this file are in English. Translate them.",
    ),
    "memory cut short": ("es", memory(b'{"ms:title": '), f"content/es/{MEMORY}:1:1: {NOT_WRITTEN}"),
    "memory emptied": ("es", memory(b""), f"content/es/{MEMORY}:1:1: {NOT_WRITTEN}"),
    "memory of another kind": ("es", memory(b'["ms:title"]'), f"content/es/{MEMORY}:1:1: {NOT_WRITTEN}"),
    "memory with wrong values": (
        "es",
        memory(b'{"ms:title": {"english": 1, "figures": 2, "translation": 3}}'),
        f"content/es/{MEMORY}:1:1: {NOT_WRITTEN}",
    ),
    "memory without end": ("es", memory(b"[" * 100_000), f"content/es/{MEMORY}:1:1: {NOT_WRITTEN}"),
    "folder in capitals": (
        "es",
        lambda folder: folder.rename(folder.parent / "ES"),
        "content/ES:1:1: the folder’s name is not a language tag. Name it “es”, or move it out of content/.",
    ),
    "folder with an underscore": (
        "es",
        lambda folder: folder.rename(folder.parent / "es_ES"),
        "content/es_ES:1:1: the folder’s name is not a language tag. Name it “es-ES”, or move it out of content/.",
    ),
    "folder named in English": (
        "es",
        lambda folder: folder.rename(folder.parent / "spanish"),
        "content/spanish:1:1: the folder’s name is not a language tag. Name it “es”, or move it out of content/.",
    ),
    "folder of no language": (
        "es",
        lambda folder: folder.rename(folder.parent / "sp"),
        (
            "content/sp:1:1: the folder’s name is not a language tag. "
            "Name it like “es” or “zh-Hans”, or move it out of content/."
        ),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_message_about_a_file(scratch, name):
    tag, change, message = FILES[name]
    change(scratch.add(tag).root / "content" / tag)
    assert problems_of(scratch, tag) == [message]


def test_a_file_saved_over_another(spanish):
    folder = spanish.root / "content/es"
    shutil.copy(folder / "ra.yaml", folder / "ms.yaml")
    first, *keys = problems_of(spanish, "es")
    assert first == (
        "content/es/ms.yaml:1:1: many texts of this file are those of content/es/ra.yaml. "
        "One was saved over the other: bring back this one."
    )
    assert all("the key “" in problem for problem in keys)


def with_line_ends(folder: Path) -> None:
    for path in folder.glob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    (folder / MEMORY).write_bytes(b"\xef\xbb\xbf" + (folder / MEMORY).read_bytes().replace(b"\n", b"\r\n"))


def test_files_of_windows_simply_work(spanish):
    with_line_ends(spanish.root / "content/es")
    assert problems_of(spanish, "es") == []
    assert spanish.load().locales["es"].todo == ()


TO_DO = {
    "key missing": (
        f"    {KEY_POINTS}\n",
        "",
        "24:5: the key “heading” is missing here, in the key-points “key-points”.",
    ),
    "key behind a #": (KEY_POINTS, f"# {KEY_POINTS}", "25:5: the key “heading” is missing here, in the key-points"),
    "empty text": (KEY_POINTS, 'heading: ""', "24:14: this text is empty. Write a text."),
    "nothing behind the colon": (KEY_POINTS, "heading:", "24:13: this text is empty. Write a text."),
    "only a remark": (KEY_POINTS, "heading: # Lo más importante", "24:13: this text is empty. Write a text."),
}


@pytest.mark.parametrize("name", TO_DO)
def test_what_is_not_written_is_to_do_and_no_mistake(spanish, name):
    old, new, told = TO_DO[name]
    spanish.edit(f"content/{MS}.yaml", old, new)
    assert problems_of(spanish, "es") == []
    (todo,) = spanish.load().locales["es"].todo
    assert str(todo).startswith(f"content/es/ms.yaml:{told}")


def test_a_missing_file_is_to_do(spanish):
    (spanish.root / "content/es/ms.yaml").unlink()
    assert problems_of(spanish, "es") == []
    (todo,) = spanish.load().locales["es"].todo
    assert str(todo) == "content/es/ms.yaml:1:1: the file is missing. Write the words of the recipe “ms”."


def test_changed_web_address_and_paragraphs_made_one(spanish):
    english = "      Few people need a transplant.\n\n      See [the list](https://example.org/trials).\n"
    translated = "      Pocas personas necesitan un trasplante. Vea [la lista](https://ejemplo.org/trials).\n"
    for tag, text in (("en", english), ("es", translated)):
        path = spanish.root / f"content/{tag}/ms.yaml"
        before, _, after = path.read_text("utf-8").partition("  who-it-suits:\n")
        head, _, rest = after.partition("    text: |\n")
        path.write_text(f"{before}  who-it-suits:\n{head}    text: |\n{text}{rest.partition(chr(10))[2]}", "utf-8")
    line = (spanish.root / "content/es/ms.yaml").read_text("utf-8").split("\n").index(translated.rstrip("\n")) + 1
    column = translated.index("https") + 1
    assert problems_of(spanish, "es") == [
        (
            f"content/es/ms.yaml:{line}:7: the English has 2 paragraphs, this text 1. "
            "Part the paragraphs by an empty line as the English does."
        ),
        (
            f"content/es/ms.yaml:{line}:{column}: the link goes to “https://ejemplo.org/trials”; "
            "the English has none there. Write “https://example.org/trials”."
        ),
    ]


# --- the command ---

SEVERAL = ("closing brace lost", "bold lost", "forbidden word used", "label placeholder lost", "term not used")


def test_the_command_tells_all_mistakes_at_once(spanish):
    told = [f"{edited(spanish, MISTAKES[name])}: {MISTAKES[name].message}" for name in SEVERAL]
    spanish.edit("content/es/ra.yaml", 'title: "', "title: “")
    result = spanish.run("locale", "check", "es")
    assert result.returncode == 1
    assert set(told) < set(result.stderr.splitlines())
    assert len(result.stderr.splitlines()) == len(told) + 1
    assert "content/es/ra.yaml:5:8: the quotes round the text are not the plain ones." in result.stderr
    assert "Fix the problems above, starting with the first, and run this again." in result.stdout


@pytest.mark.parametrize("name", ["UTF-16", "memory cut short", "folder named in English"])
def test_the_command_fails_without_a_traceback(scratch, name):
    tag, change, message = FILES[name]
    change(scratch.add(tag).root / "content" / tag)
    result = scratch.run("locale", "check", tag)
    assert result.returncode == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr


# --- nothing that is translated is lost ---


def words_in(root: Path) -> dict[str, bytes]:
    folder = root / "content"
    return {str(path): path.read_bytes() for path in folder.glob("es/*.yaml")}


LOSSES = [
    "list instead of a text",
    "keys instead of a text",
    "text instead of keys",
    "list instead of keys",
    "tab",
    "too few spaces",
    "curly quotes",
    "closing quote missing",
    "number sign without quotes",
    "key twice",
    "key translated",
    "lines that git did not merge",
]


@pytest.mark.parametrize("name", [*LOSSES, "UTF-16", "UTF-8 read as Windows-1252", "memory cut short"])
def test_no_command_changes_a_broken_file(spanish, name, monkeypatch):
    from click.testing import CliRunner

    from patient_handouts.commands import locale

    monkeypatch.setattr(locale, "project", lambda: spanish.project)
    exported = spanish.root / "es.po"
    exported.write_text(po.export(spanish.load(), "es"), "utf-8")
    if name in FILE:
        edited(spanish, FILE[name])
    else:
        FILES[name][1](spanish.root / "content/es")
    before, remembered = words_in(spanish.root), (spanish.root / "content/es" / MEMORY).read_bytes()
    kept = dict(spanish.load().locales["es"].memory)
    for command in (
        ["check", "es"],
        ["accept", "es", "--all"],
        ["export", "es", "--output", str(spanish.root / "x.po")],
    ):
        result = CliRunner().invoke(locale.command, command)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert words_in(spanish.root) == before
    for command in (["update", "es"], ["import", "es", str(exported)]):
        result = CliRunner().invoke(locale.command, command)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        now = words_in(spanish.root)
        for file, data in before.items():
            lines = iter(now[file].split(b"\n"))
            assert result.exit_code == 1 or all(line in lines for line in data.split(b"\n")), f"{command}: lost a line"
            assert result.exit_code == 0 or now[file] == data
    if name == "memory cut short":
        assert (spanish.root / "content/es" / MEMORY).read_bytes() == remembered
    else:
        assert kept.keys() <= spanish.load().locales["es"].memory.keys()


def test_what_is_remembered_survives_a_file_that_cannot_be_read(spanish):
    """A stale text stays stale, although its file was broken when the program took its notes."""
    spanish.edit("content/en/ms.yaml", 'heading: "Key points"', 'heading: "The most important points"')
    assert any("the English has changed" in todo.what for todo in spanish.load().locales["es"].todo)
    spanish.edit(f"content/{MS}.yaml", "subtitle: ", "\tsubtitle: ")
    assert spanish.run("locale", "check", "es").returncode == 1
    spanish.edit(f"content/{MS}.yaml", "\tsubtitle: ", "subtitle: ")
    assert any("the English has changed" in todo.what for todo in spanish.load().locales["es"].todo)


def test_a_po_file_brings_back_just_what_was_changed_in_it(spanish):
    with_line_ends(spanish.root / "content/es")
    library = spanish.load()
    path = spanish.root / "es.po"
    path.write_text(po.export(library, "es"), "utf-8")
    assert po.read(library, "es", path).texts == {}
    file = polib.pofile(str(path))
    made = next(entry for entry in file if entry.msgctxt == "ms:blocks.key-points.heading")
    made.msgstr = "Lo esencial"
    file.save()
    found = po.read(library, "es", path)
    assert found.texts == {"ms:blocks.key-points.heading": "Lo esencial"}
    before = words_in(spanish.root)
    put(spanish.root / "content/es", found.texts, library, "es", DAY)
    changed = {file: data for file, data in words_in(spanish.root).items() if data != before[file]}
    ((name, data),) = changed.items()
    assert data == before[name].replace("Lo más importante".encode(), b"Lo esencial", 1)


SPANISH = {path.name: path.read_text("utf-8") for path in (SAMPLE / "content/es").glob("*.yaml")}
ALPHABET = st.one_of(
    st.characters(codec="utf-8", exclude_categories=["Cs"]),
    st.sampled_from("\n \t:-\"'[]{}*&!|>#%@`\\\u00a0\u200c\u2028"),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data(), text=st.text(ALPHABET, max_size=60), line_end=st.sampled_from(["\n", "\r\n"]))
def test_a_text_is_put_into_its_place_and_nothing_else_is_touched(tmp_path, library, data, text, line_end):
    entry = data.draw(st.sampled_from([entry for entry in entries(library, "es") if entry.file != "locale"]))
    folder = tmp_path / "es"
    folder.mkdir(exist_ok=True)
    path = folder / f"{entry.file}.yaml"
    assert entry.translation is not None
    source = SPANISH[path.name].split("\n")
    place, block = entry.translation.node.place, entry.translation.node.style == "|"
    last = place.line + entry.translation.rstrip("\n").count("\n") + 1 if block else place.line
    source[place.line - 1] += "  # a remark of the translator"
    path.write_bytes(line_end.join(source).encode())
    put(folder, {entry.key: text}, library, "es", DAY)
    after = path.read_bytes().decode("utf-8")
    assert after.count("\n") == after.count(line_end), "line ends are kept"
    lines, kept = after.split(line_end), len(source) - last
    assert lines[: place.line - 1] == source[: place.line - 1]
    assert lines[len(lines) - kept :] == source[last:]
    assert lines[place.line - 1].endswith("  # a remark of the translator")
    node, problems = strict_yaml.parse(path, path.name)
    assert node is not None and not problems
    for key in entry.key.partition(":")[2].split("."):
        node = node.value[key][1]
    assert unwrapped(node.value) == unwrapped(text)
    assert node.value.count("\u00a0") == text.count("\u00a0"), "spaces other than the plain one stay"


INDENTED = """\
date: 2026-11-25
blocks:
    key-points:
        heading: "Uno"
        points:
            works: "Dos"
"""


def test_files_with_other_spaces_take_further_texts(tmp_path, library):
    folder = tmp_path / "es"
    folder.mkdir()
    (folder / "ms.yaml").write_text(INDENTED)
    wanted = {"ms:blocks.key-points.points.harms": "Tres\n\nCuatro", "ms:blocks.key-points.heading": "Cero"}
    put(folder, wanted, library, "es", DAY)
    assert (folder / "ms.yaml").read_text() == INDENTED.replace("Uno", "Cero") + (
        "            harms: |\n              Tres\n\n              Cuatro\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        'blocks:\n  key-points: "Un texto, no claves"\n',
        'blocks:\n  key-points: {heading: "Uno"}\n',
        'blocks:\n  key-points:\n    - "Uno"\n',
        'blocks: ["Uno"]\n',
        "title: “Células”\nblocks:\n\tkey-points:\n",
    ],
)
def test_a_text_without_a_place_is_refused(tmp_path, library, text):
    folder = tmp_path / "es"
    folder.mkdir()
    (folder / "ms.yaml").write_text(text, "utf-8")
    with pytest.raises(HandoutError, match="locale check es"):
        put(folder, {"ms:blocks.key-points.points.works": "Dos", "ra:title": "Artritis"}, library, "es", DAY)
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == {"ms.yaml": text}
