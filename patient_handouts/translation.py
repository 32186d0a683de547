"""A locale's texts beside the English that they were translated from: what is wrong, missing or out of date.

Each text has a key, its file and its path: “ms:blocks.main-message.text”. Beside the words of a locale lies
`translated-from.json`, written by the program: for each key, the English that was translated, with its figures, and
a fingerprint of the translation. When the English changes and the translation does not, exactly that text is stale.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from patient_handouts import inline
from patient_handouts.model import REFERENCE_LOCALE, Fact, Library, LocaleContent, Memory, Term, Tree, parents
from patient_handouts.problems import NOTHING, HandoutError, Place, Problem, did_you_mean, nearest
from patient_handouts.shape import Located

MEMORY = "translated-from.json"
"""The file beside a locale's words that keeps the English of each."""


@dataclass(frozen=True)
class Entry:
    """A text in English, and in a locale as far as it is written there."""

    key: str
    english: Located
    translation: Located | None

    @property
    def file(self) -> str:
        """The name of its file, without the ending."""
        return self.key.partition(":")[0]

    @cached_property
    def source(self) -> str:
        """The English on one line for each paragraph, so that a line broken elsewhere is no change."""
        return _even(self.english)


def entries(library: Library, tag: str) -> list[Entry]:
    """All texts that a translator writes, in the order of the files; of a variant, those that its own folder has."""
    english, content = library.locales[REFERENCE_LOCALE], library.locales[tag]
    found = []
    for file, tree in english.texts.items():
        wanted = dict(_flat(tree))
        if file == "locale":
            wanted = dict(_in_plural(wanted, tag))
        given = dict(_flat(content.texts.get(file, {})))
        found += [Entry(f"{file}:{path}", text, given.get(path)) for path, text in wanted.items()]
    folder = f"/{tag}/"
    return [entry for entry in found if entry.translation is None or folder in entry.translation.place.file]


def _flat(tree: Tree, above: str = "") -> Iterator[tuple[str, Located]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        elif isinstance(value, Located):
            yield f"{above}{key}", value


def _in_plural(labels: Mapping[str, Located], tag: str) -> Iterator[tuple[str, Located]]:
    """Labels with the plural forms of a locale in place of those of English."""
    from patient_handouts.cldr import plural_categories

    for path, text in labels.items():
        if path.endswith(".other"):
            label = path.removesuffix(".other")
            yield from ((f"{label}.{name}", labels.get(f"{label}.{name}", text)) for name in plural_categories(tag))
        elif f"{path.rpartition('.')[0]}.other" not in labels:
            yield path, text


# --- what the program remembers ---


def remember(library: Library, entry: Entry) -> Memory:
    """What to remember of a text that is translated from the English as it is now."""
    return Memory(entry.source, figures_of(library.facts, entry.english), _fingerprint(str(entry.translation)))


def read_memory(folder: Path) -> dict[str, Memory]:
    """What is remembered of a locale; nothing where nothing was written yet.

    :raises HandoutError: if the file is not as the program wrote it.
    """
    path = folder / MEMORY
    if not path.exists():
        return {}
    try:
        return {key: Memory(**value) for key, value in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        advice = "Restore it. Without it, all texts count as translated from today’s English."
        raise HandoutError(f"{path.parent.name}/{MEMORY} cannot be read. {advice}") from error


def write_memory(folder: Path, memory: Mapping[str, Memory]) -> None:
    """Keep what is remembered, a line for each text.

    :raises HandoutError: if it cannot be written.
    """
    from patient_handouts.files import write_whole

    lines = [f"{json.dumps(key)}: {json.dumps(asdict(memory[key]), ensure_ascii=False)}" for key in sorted(memory)]
    write_whole(folder / MEMORY, ("{\n" + ",\n".join(lines) + "\n}\n").encode(), folder.parent)


def note(folder: Path, library: Library, tag: str) -> int:
    """Remember today's English for each text of a locale that is new or was changed; stale ones stay so.

    :returns: how many texts are new to the file, or none is needed.
    :raises HandoutError: if the file cannot be written.
    """
    known = library.locales[tag].memory
    written = [entry for entry in entries(library, tag) if entry.translation is not None]
    new = {entry.key: remember(library, entry) for entry in written if not is_noted(entry, known.get(entry.key))}
    kept = {entry.key: known[entry.key] for entry in written if entry.key not in new}
    if kept | new != known:
        write_memory(folder, kept | new)
    return len(new)


def accept(folder: Path, library: Library, tag: str, keys: Iterable[str]) -> list[str]:
    """Remember that translations fit the English as it is now: those named, or all that are stale.

    :returns: the keys that were stale.
    :raises HandoutError: for a key that no text has, or whose translation is not stale.
    """
    known = dict(library.locales[tag].memory)
    found = {entry.key: entry for entry in entries(library, tag)}
    old = [key for key, entry in found.items() if is_stale(library, entry, known.get(key))]
    for key in keys:
        if key not in found:
            raise HandoutError(f"There is no text “{key}”. {did_you_mean(key, old or found)}")
        if key not in old:
            raise HandoutError(f"The text “{key}” is not out of date.")
    accepted = list(dict.fromkeys(keys)) or old
    known |= {key: remember(library, found[key]) for key in accepted}
    write_memory(folder, known)
    return accepted


def parent_of(library: Library, tag: str) -> str | None:
    """The locale that one is a variant of, if there is one: “es” for “es-MX”."""
    return next((other for other in parents(tag) if other in library.locales), None)


def is_stale(library: Library, entry: Entry, memory: Memory | None) -> bool:
    """Whether the English of a translated text has changed since, and the translation has not."""
    if entry.translation is None or memory is None or memory.translation != _fingerprint(entry.translation):
        return False
    return memory.english != entry.source or dict(memory.figures) != figures_of(library.facts, entry.english)


def is_noted(entry: Entry, memory: Memory | None) -> bool:
    """Whether the file of the program knows a text as it is now."""
    return memory is not None and memory.translation == _fingerprint(str(entry.translation))


def stale(library: Library, tag: str, memory: Mapping[str, Memory]) -> Iterator[Problem]:
    """The texts of a locale that are to be looked at again, each with what has changed in the English."""
    for entry in entries(library, tag):
        old = memory.get(entry.key)
        if old and is_stale(library, entry, old):
            assert entry.translation
            what = f"the English has changed since this was translated: {changed(library, entry, old).rstrip('.')}."
            advice = f"Change the text, or run “python generate.py locale accept {tag} {entry.key}”."
            yield Problem(entry.translation.place, what, advice, gap=True)


def changed(library: Library, entry: Entry, memory: Memory) -> str:
    """What has changed in the English of a text: “calms [-very-] {+most+} active MS”, or its figures."""
    if memory.english != entry.source:
        return _difference(memory.english, entry.source)
    now = figures_of(library.facts, entry.english)
    new = {name: value for name, value in now.items() if memory.figures.get(name) != value}
    return "; ".join(f"{{{name}}} was {memory.figures.get(name)}, and is {value}" for name, value in new.items())


def _difference(before: str, now: str) -> str:
    old, new = before.split(" "), now.split(" ")
    told = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            kept = old[a:b]
            told += kept if len(kept) <= 6 else [*kept[:3], "…", *kept[-3:]]
        else:
            told += [f"[-{' '.join(old[a:b])}-]"] if b > a else []
            told += [f"{{+{' '.join(new[c:d])}+}}"] if d > c else []
    return " ".join(told)


def _even(text: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text.strip()))


def figures_of(facts: Mapping[str, Fact], english: str) -> dict[str, int | str]:
    """The figures that a text prints: a sentence may fit one number and not another."""
    known: dict[str, int | str] = {}
    for placeholder in placeholders(english):
        name, _, value = placeholder.partition(".")
        if fact := facts.get(name):
            known[placeholder] = fact.dates[value] if value in fact.dates else fact.values.get(value, 0)
    return known


def _fingerprint(text: str) -> str:
    return hashlib.sha256(_even(text).encode()).hexdigest()[:12]


# --- what is wrong ---


def problems(library: Library, content: LocaleContent) -> Iterator[Problem]:
    """All mistakes in a locale's texts that show beside the English."""
    found = [entry for entry in entries(library, content.tag) if entry.translation is not None]
    names = content.header.names_with_digits if content.header else None
    latin = content.header is None or set(content.header.fonts) == {"Noto Sans"}
    for entry in found:
        yield from _Comparison(entry, library, names, latin).problems()
    yield from _copies(found)
    yield from _terms_kept(found, content.terms)
    yield from _letters_that_fonts_lack(found, content)


class _Comparison:
    """One text and its translation."""

    def __init__(self, entry: Entry, library: Library, names: tuple[str, ...] | None, latin: bool) -> None:
        assert entry.translation is not None
        self.english, self.text = entry.english, entry.translation
        self.entry = entry
        self.library = library
        self.names = names
        self.latin = latin

    def problems(self) -> Iterator[Problem]:
        if garbled := _garbled(self.text):
            yield self.problem(0, "the letters are garbled: UTF-8 was read as another encoding.", f"Write “{garbled}”.")
            return
        yield from self.figures()
        yield from self.marks()
        yield from self.left_in_english()
        yield from self.digits()
        if (wanted := _even(self.english).count("\n\n")) != (given := _even(self.text).count("\n\n")):
            what = f"the English has {_count(wanted + 1, 'paragraph')}, this text {given + 1}."
            yield self.problem(0, what, "Part the paragraphs by an empty line as the English does.")
        if tag := re.search(r"</?[A-Za-z][A-Za-z0-9]*[^<>]*>|&(?:[a-z]+|#\d+);", self.text):
            what = f"“{tag[0]}” is HTML, and would be printed as it stands."
            yield self.problem(tag.start(), what, "Write the sign itself, and **bold** for bold words.")

    def problem(self, offset: int, what: str, advice: str) -> Problem:
        return Problem(self.text.place_of(offset), what, advice)

    def figures(self) -> Iterator[Problem]:
        wanted, given = Counter(placeholders(self.english)), Counter(placeholders(self.text))
        missing = list((wanted - given).elements())
        if "people" in missing and re.search(r"\.(zero|one|two)$", self.entry.key):
            missing.remove("people")  # “one person” says it
        for match in _BRACES.finditer(self.text):
            name = match[0].strip("{}｛｝ ")
            if match[0] == f"{{{name}}}" and name in wanted:
                continue
            meant = nearest(_plain_letters(name), missing) or (missing[0] if len(missing) == 1 else None)
            if meant:
                missing.remove(meant)
            what = f"“{match[0]}” is no placeholder of the English text."
            if meant and _plain_letters(name) == meant:
                what = f"the placeholder “{match[0]}” is not written in plain letters and braces."
            yield self.problem(match.start(), what, f"Write {{{meant}}}." if meant else "Leave it out.")
        for name in missing:
            bare = self.text.find(name)
            if bare >= 0:
                yield self.problem(bare, f"the placeholder {name} has lost its braces.", f"Write {{{name}}}.")
            else:
                what = f"the placeholder {{{name}}} of the English is missing."
                yield self.problem(0, what, f"Put it where the figure belongs. English: “{_short(self.english)}”")
        for name, count in (given - wanted).items():
            if name in wanted:
                what = f"the placeholder {{{name}}} stands {count} more time{'s'[: count > 1]} than in English."
                yield self.problem(
                    self.text.rfind(f"{{{name}}}"), what, "Say each figure as often as the English does."
                )

    def marks(self) -> Iterator[Problem]:
        parts, mistakes = inline.parse(_BRACES.sub("x", self.text))
        wanted, _ = inline.parse(self.english)
        for mistake in mistakes:
            yield self.problem(0, mistake.what, mistake.advice)
        if mistakes:
            return
        bold = [sum(isinstance(part, inline.Bold) for part in found) for found in (wanted, parts)]
        if bold[0] != bold[1]:
            what = f"the English has {_count(bold[0], 'bold passage')}, this text {bold[1]}."
            yield self.problem(0, what, f"Put the same words between “**” and “**”. English: “{_short(self.english)}”")
        yield from self.links(_terms(wanted), _terms(parts))
        yield from self.links(_addresses(wanted), _addresses(parts))

    def links(self, wanted: Counter[str], given: Counter[str]) -> Iterator[Problem]:
        missing, more = list((wanted - given).elements()), list((given - wanted).elements())
        for target in more:
            meant = nearest(target, missing)
            if meant:
                missing.remove(meant)
            what = f"the link goes to “{target}”; the English has none there."
            yield self.problem(
                max(self.text.find(target), 0), what, f"Write “{meant}”." if meant else "Take the link away."
            )
        for target in missing:
            written = f"[…]({target})"
            what = f"the link {written} of the English is missing."
            yield self.problem(0, what, f"Put it round the same words. English: “{_short(self.english)}”")

    def left_in_english(self) -> Iterator[Problem]:
        words = re.findall(r"[^\W\d_]{2,}", _BRACES.sub("", self.english))
        if _even(self.text) == self.entry.source and sum(word.islower() for word in words) >= 2:
            yield self.problem(0, "the text is left in English.", "Translate it.")
        elif not self.latin and (run := _ENGLISH_RUN.search(_ADDRESS.sub("", self.text))) and run[0] in self.english:
            yield self.problem(max(self.text.find(run[0]), 0), f"“{run[0]}” is left in English.", "Translate it.")

    def digits(self) -> Iterator[Problem]:
        for offset, digits in inline.digits(self.text, self.names) if self.names is not None else ():
            what = f"the figure “{digits}” is typed into the text."
            advice = "Leave it out; or add the name that it is part of to “names-with-digits” in locale.yaml."
            if "{" in self.english:
                advice = f"Use the placeholder of the English: “{_short(self.english)}”"
            yield self.problem(offset, what, advice)


_BRACES = re.compile(r"[{｛][^{}｛｝]*[}｝]")
_ADDRESS = re.compile(r"https?://\S+|\(term:[^)]*\)|[{｛][^{}｛｝]*[}｝]")
_ENGLISH_RUN = re.compile(r"(?:[a-z]{2,}[ ]){3,}[a-z]{2,}")


def _terms_kept(found: Iterable[Entry], terms: Mapping[str, Term]) -> Iterator[Problem]:
    """What terms.yaml says is called the same everywhere, and is not."""
    from patient_handouts.language import compiled

    ready = [(compiled(term.english), compiled(term.use), compiled(term.never), term) for term in terms.values()]
    for entry in found:
        text = entry.translation
        assert text is not None
        if entry.key.endswith(":other-names"):
            continue  # by which the leaflet is found, not what it says
        plain, english = (inline.flat(words, lambda _: "0").text for words in (text, entry.english))
        for in_english, use, never, term in ready:
            if (said := in_english.search(english)) and not use.search(plain):
                known = "” or “".join(term.use)
                what = f"“{said.text}” is called “{known}” in this language, by terms.yaml."
                yield Problem(text.place, what, "Use that here, or mend terms.yaml.", NOTHING)
            if found_never := never.search(plain):
                what = f"“{found_never.text}” is not used in this language, by terms.yaml."
                advice = f"Write “{term.use[0]}”, or mend terms.yaml."
                yield Problem(text.place_of(max(text.find(found_never.text), 0)), what, advice, NOTHING)


def _letters_that_fonts_lack(found: Iterable[Entry], content: LocaleContent) -> Iterator[Problem]:
    """Letters that would be printed as boxes; nothing where the fonts are not installed, which the build tells."""
    from patient_handouts.fonts import missing_letters

    try:
        everything = "".join(str(entry.translation) for entry in found).replace("\n", "")
        missing = missing_letters(everything, content.header.fonts) if content.header else ""
    except HandoutError:
        return
    for entry in found if missing else ():
        text = entry.translation
        assert text is not None
        if lacking := [sign for sign in dict.fromkeys(text) if sign in missing]:
            signs = ", ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in lacking[:5])
            what = f"the fonts of this language have no letter for {signs}."
            advice = "Write it in other letters, or name a font that has it in locale.yaml."
            yield Problem(text.place_of(text.index(lacking[0])), what, advice)


def _copies(found: Iterable[Entry]) -> Iterator[Problem]:
    """Texts that stand at two keys whose English differs: one of them is most likely in the wrong place."""
    first: dict[str, Entry] = {}
    for entry in found:
        assert entry.translation is not None
        text = _even(entry.translation)
        before = first.setdefault(text, entry)
        if len(text) >= _LONG and _shared(before.source, entry.source) < _KIN:
            assert before.translation is not None
            what = f"the same text stands at {before.translation.place}, where the English is another."
            yield Problem(entry.translation.place, what, f"The English here: “{_short(entry.english)}”")


_LONG = 24
"""Signs from which on the same text at two keys is no chance."""

_KIN = 0.2
"""English texts that share fewer of their words than this are not translated alike."""


def _shared(one: str, other: str) -> float:
    first, second = (set(re.findall(r"[\w.-]+", text.casefold())) for text in (one, other))
    return len(first & second) / max(len(first | second), 1)


def _garbled(text: str) -> str:
    """What a text says whose UTF-8 was read as a Western encoding (“Ã©” for “é”); empty if it is sound."""
    for encoding in ("cp1252", "latin-1"):
        try:
            mended = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if mended != text and len(mended) < len(text):
            return _short(mended)
    return ""


def placeholders(text: str) -> list[str]:
    """The placeholders of a text in order."""
    return [part.name for part in inline.walk(inline.parse(text)[0]) if isinstance(part, inline.Placeholder)]


def _terms(parts: Iterable[inline.Part]) -> Counter[str]:
    return Counter(f"term:{part.term}" for part in inline.walk(parts) if isinstance(part, inline.TermLink))


def _addresses(parts: Iterable[inline.Part]) -> Counter[str]:
    return Counter(part.url for part in inline.walk(parts) if isinstance(part, inline.WebLink))


_ALIKE = str.maketrans("асеорхуіѕԁɡⅼαοινρ‐‑–—−＿．。", "aceopxyisdglaoivp------..")
"""Letters and signs of other scripts that look like those of a placeholder."""


def _plain_letters(name: str) -> str:
    visible = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")
    return visible.casefold().translate(_ALIKE).replace(" ", "")


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:79] + "…"


def unnoted(library: Library, content: LocaleContent) -> Iterator[Problem]:
    """That texts were translated which the file of the program does not know yet."""
    written = [entry for entry in entries(library, content.tag) if entry.translation is not None]
    new = [entry for entry in written if not is_noted(entry, content.memory.get(entry.key))]
    if new:
        what = f"{_count(len(new), 'text')} of this language {'is' if len(new) == 1 else 'are'} not noted here yet."
        advice = f"Run “python generate.py locale check {content.tag}”, and keep this file with the words."
        yield Problem(Place(f"content/{content.tag}/{MEMORY}"), what, advice, NOTHING)
