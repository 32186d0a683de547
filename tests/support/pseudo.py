"""Pseudo-locales: English made to look like another language, to see what a page does with it.

One has accents on its letters and is about 40 % longer, the other is written in Hebrew letters from right to left.
Placeholders, links and bold marks stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from patient_handouts.content.library import Library
from patient_handouts.locales.draft_words import draft_words
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.translation.new_locale import ANSWERED_AGAIN, header_of

_MARKS = re.compile(r"(\{[^{}]*\}|\]\([^()]*\)|\*\*|\[|\]|CC BY 4\.0|ICD-10)")

_ACCENTS = {
    "a": "àá",
    "e": "éèë",
    "i": "ïî",
    "o": "öô",
    "u": "üû",
    "A": "Åà",
    "E": "Éè",
    "I": "Îï",
    "O": "Öô",
    "U": "Üû",
}
_HEBREW = dict(zip("abcdefghijklmnopqrstuvwxyz", "אבגדהופזיחכלמנעפצקרשתטאבגד", strict=True))


def longer(text: str) -> str:
    """English with every vowel accented and doubled: about 40 % longer."""
    return _in_words(text, lambda words: "".join(_ACCENTS.get(sign, sign) for sign in words))


def from_right_to_left(text: str) -> str:
    """English in Hebrew letters."""
    return _in_words(text, lambda words: "".join(_HEBREW.get(sign, sign) for sign in words.lower()))


def _in_words(text: str, change: Callable[[str], str]) -> str:
    parts = _MARKS.split(text)
    return "".join(part if _MARKS.fullmatch(part) else change(part) for part in parts)


def write(library: Library, content: Path, tag: str, change: Callable[[str], str]) -> None:
    """Write the files of a pseudo-locale.

    :param tag: a language whose script the letters are of.
    """
    folder = content / tag
    folder.mkdir()
    names = [change("type 1 diabetes"), change("type 1"), "CC BY 4.0", "ICD-10"]
    for file, tree in library.locales[REFERENCE_LOCALE].texts.items():
        head = ["date: 2026-11-20"]
        if file == "locale":
            lines = [line for line in header_of(tag) if not line.startswith(("names-with-digits", "room"))]
            head = [*lines, 'room: "1.6"', f"names-with-digits: {json.dumps(names)}"]
        text = "\n".join([*head, *_lines(tree, change)]) + "\n"
        says_draft = re.sub(r'(\n  draft(-translation)?: ")[^: ]+', rf"\g<1>{draft_words(tag)[0]}", text)
        (folder / f"{file}.yaml").write_text(says_draft, "utf-8")


def _lines(tree: Mapping, change: Callable[[str], str], indent: str = "") -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield f"{indent}{key}:"
            yield from _lines(value, change, indent + "  ")
            if "other" in value and tree.get("page"):  # plural forms: these languages have some more
                yield from (f"{indent}  {name}: {json.dumps(change(value['other']))}" for name in ("two",))
        elif isinstance(value, str):
            remarks = [remark for _, remark in value.node.remarks if re.match(ANSWERED_AGAIN, remark)]
            yield from (f"{indent}# {remark}" for remark in remarks)
            yield f"{indent}{key}: {json.dumps(change(' '.join(value.split())), ensure_ascii=False)}"
