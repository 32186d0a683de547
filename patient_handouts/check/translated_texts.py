"""One translated text beside its English: what a translator got wrong in it, each mistake told once."""

from __future__ import annotations

import difflib
import itertools
import re
import unicodedata
from collections.abc import Iterator

from patient_handouts.check.slips import slips
from patient_handouts.content.library import Library
from patient_handouts.content.translations import Entry, figures_of, unwrapped
from patient_handouts.problems import Kind, Problem, Scope, counted, nearest
from patient_handouts.reading import inline


class Comparison:
    """One text and its translation.

    `bare` is the translation with all that has been dealt with covered by “x”, so that it is not told twice.
    """

    def __init__(self, entry: Entry, library: Library, names: tuple[str, ...] | None) -> None:
        assert entry.translation is not None
        self.english, self.text = entry.english, entry.translation
        self.bare = str(entry.translation)
        self.entry = entry
        self.values = figures_of(library.facts, entry.english)
        self.names = names

    def problems(self) -> Iterator[Problem]:
        words = re.findall(r"[^\W\d_]{2,}", _BRACED.sub("", self.english))
        if unwrapped(self.text) == self.entry.source and sum(word.islower() for word in words) >= 2:
            yield self.problem(0, "the text is left in English.", "Translate it.", Kind.IN_ENGLISH)
            return
        yield from self.figures()
        yield from self.links()
        yield from self.marks()
        yield from self.paragraphs()
        yield from self.characters()
        yield from self.part_in_english()

    def problem(
        self, offset: int, what: str, advice: str, kind: Kind = Kind.MISTAKE, blocks: Scope | None = None
    ) -> Problem:
        return Problem(self.text.place_of(offset), what, advice, blocks, kind=kind)

    def cover(self, start: int, end: int) -> None:
        self.bare = _covered(self.bare, start, end)

    # --- placeholders and figures ---

    def figures(self) -> Iterator[Problem]:
        missing = self.english.placeholders
        wrong = []
        for match in _BRACED.finditer(self.text):
            self.cover(*match.span())
            name = match[0][1:-1]
            if match[0] == f"{{{name}}}" and name in missing:
                missing.remove(name)
            elif match[0] == f"{{{name}}}" and name in self.english.placeholders:
                what = f"the placeholder {match[0]} stands here once more than in English."
                yield self.problem(match.start(), what, "Say each figure as often as the English does.")
            else:
                wrong.append(match)
        if "people" in missing and re.search(r"\.(zero|one|two)$", self.entry.key):
            missing.remove("people")  # “one person” says it
        yield from self.misspelt(wrong, missing)
        yield from self.without_braces(missing)
        yield from self.typed(missing)
        if missing:
            many = len(missing) > 1
            named = ", ".join(f"{{{name}}}" for name in missing)
            what = f"the placeholder{'s'[:many]} {named} of the English {'are' if many else 'is'} missing."
            advice = f"Put {'each' if many else 'it'} where the figure belongs. English: “{shortened(self.english)}”"
            yield self.problem(0, what, advice)

    def misspelt(self, wrong: list[re.Match[str]], missing: list[str]) -> Iterator[Problem]:
        """What stands in braces and is no placeholder of the English; those that are meant leave `missing`."""
        meant: dict[int, str] = {}
        for match in wrong:
            name = _plain_letters(match[0])
            if near := name if name in missing else nearest(name, missing):
                meant[match.start()] = near
                missing.remove(near)
        left = [match for match in wrong if match.start() not in meant]
        if len(left) == len(missing):
            meant |= {match.start(): name for match, name in zip(left, missing, strict=True)}
            missing.clear()
        for match in wrong:
            name = meant.get(match.start(), "")
            what = f"“{match[0]}” is no placeholder of the English text."
            if name and name == _plain_letters(match[0]):
                what = f"the placeholder “{match[0]}” is not written in plain letters and braces."
            yield self.problem(match.start(), what, f"Write {{{name}}}." if name else "Leave it out.")

    def without_braces(self, missing: list[str]) -> Iterator[Problem]:
        """Placeholders that have lost one brace or both, or stand between other characters."""
        for name in list(missing):
            written = rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)"
            opened, closed = r"[{｛(（\[【<$%]", r"[}｝)）\]】>]"
            forms = [f"{opened}+{written}{closed}*", f"{written}{closed}+"]
            forms += [written] if "." in name else []  # the name of a label could be any word
            if match := next(filter(None, (re.search(form, self.bare) for form in forms)), None):
                missing.remove(name)
                self.cover(*match.span())
                what = f"the placeholder {name} has lost its braces."
                if match[0] != name:
                    what = f"“{match[0]}” is not how a placeholder is written."
                yield self.problem(match.start(), what, f"Write {{{name}}}.")

    def typed(self, missing: list[str]) -> Iterator[Problem]:
        """Figures that were typed, each in place of a placeholder if one with its value, or only one, is missing."""
        found = inline.digits(self.bare, self.names) if self.names is not None else []
        for offset, digits in found:
            value = int(digits) if digits.isdecimal() else digits
            meant = next((name for name in missing if self.values.get(name) == value), None)
            if not meant and len(missing) == len(found) == 1:
                meant = missing[0]
            advice = "Leave it out; or add the name that it is part of to “names-with-digits” in locale.yaml."
            if meant:
                missing.remove(meant)
                advice = f"Write {{{meant}}} in its place."
            elif "{" in self.english:
                advice = f"Use the placeholder of the English: “{shortened(self.english)}”"
            yield self.problem(offset, f"the figure “{digits}” is typed into the text.", advice)

    # --- links and bold ---

    def links(self) -> Iterator[Problem]:
        missing = [match[2] for match in _LINK.finditer(self.english)]
        wrong = []
        rest = self.bare
        for match in _LINK.finditer(self.bare):
            rest = _covered(rest, *match.span())
            if match[2] in missing:
                missing.remove(match[2])
            else:
                wrong.append(match)
        for match in wrong:
            self.cover(*match.span())
            meant = nearest(match[2], missing) or (missing[0] if len(missing) == len(wrong) == 1 else None)
            if meant:
                missing.remove(meant)
            what = f"the link goes to “{match[2]}”; the English has none there."
            yield self.problem(match.start(2), what, f"Write “{meant}”." if meant else "Take the link away.")
        if missing:
            yield from self.almost_links(rest, missing)
        if missing:
            many = len(missing) > 1
            named = ", ".join(f"[…]({target})" for target in missing)
            what = f"the link{'s'[:many]} {named} of the English {'are' if many else 'is'} missing."
            advice = f"Put {'each' if many else 'it'} round the same words. English: “{shortened(self.english)}”"
            yield self.problem(0, what, advice)

    def almost_links(self, rest: str, missing: list[str]) -> Iterator[Problem]:
        """Links to terms with other brackets, with a space too many, or with a bracket too few."""
        for match in _ALMOST_LINK.finditer(rest):
            target = nearest(f"term:{match['term']}", missing)
            if not target:
                continue
            missing.remove(target)
            start = match.start() if match["open"] else match.start("close")
            words = match["words"] if match["open"] else "…"
            self.cover(start, match.end())
            what = f"“{shortened(self.text[start : match.end()])}” is not how a link is written."
            yield self.problem(start, what, f"Write “[{words.strip()}]({target})”.")

    def marks(self) -> Iterator[Problem]:
        """Braces and brackets that belong to nothing, and bold."""
        parts, mistakes = inline.parse(self.bare)
        for _, alike in itertools.groupby(mistakes, key=lambda mistake: mistake.advice):
            mistake = next(alike)  # the second bracket of a pair says no more than the first
            yield self.problem(mistake.offset, mistake.what, mistake.advice)
        if mistakes:
            return
        almost = [match for match in _ALMOST_BOLD.finditer(self.bare) if not _is_bold(match)]
        if almost and all(map(_is_bold, _ALMOST_BOLD.finditer(self.english))):
            for match in almost:
                what = f"“{shortened(self.text[match.start() : match.end()])}” is not how bold is written."
                words = self.text[match.start("words") : match.end("words")].strip()
                yield self.problem(match.start(), what, f"Write “**{shortened(words)}**”.")
                self.cover(*match.span())
            return
        wanted, given = (sum(isinstance(part, inline.Bold) for part in found) for found in (self.english.parts, parts))
        if wanted != given:
            what = f"the English has {counted(wanted, 'bold passage')}, this text {given}."
            advice = f"Put the same words between “**” and “**”. English: “{shortened(self.english)}”"
            yield self.problem(max(self.bare.find("**"), 0), what, advice if wanted else "Take the “**” away.")

    # --- the rest ---

    def paragraphs(self) -> Iterator[Problem]:
        wanted, given = (unwrapped(text).count("\n\n") + 1 for text in (self.english, self.text))
        if wanted != given:
            what = f"the English has {counted(wanted, 'paragraph')}, this text {given}."
            advice = "Part the paragraphs by an empty line as the English does."
            gaps = [match.start() for match in re.finditer(r"\n\s*\n", self.text.rstrip())]
            offset = gaps[wanted - 1] if given > wanted else 0
            yield self.problem(offset, what, "Take out the empty line." if given > wanted else advice)

    def characters(self) -> Iterator[Problem]:
        """What would be printed as it stands, and letters that were lost when a file was saved in another encoding."""
        for slip in slips(self.bare):
            yield self.problem(slip.offset, slip.what, slip.advice, blocks=slip.blocks)
        for match in re.finditer(r"\b[^\W\d_]+\?([^\W\d_]+)", self.bare):
            if match[1][0].islower():
                what = f"“{match[0]}” has a question mark in a word, where a letter was lost."
                yield self.problem(match.start(), what, "Write the word again, and save the file as UTF-8.")

    def part_in_english(self) -> Iterator[Problem]:
        """Four words of the English or more, one after the other as they stand there."""
        if self.entry.key.endswith(":other-names"):
            return  # the leaflet is found by its English names too
        text = _TARGET.sub(lambda match: " " * len(match[0]), self.bare)
        english = list(_ENGLISH_WORD.finditer(_TARGET.sub(lambda match: " " * len(match[0]), self.english)))
        words = list(_ENGLISH_WORD.finditer(text))
        spelt, said = ([match[0] for match in found] for found in (english, words))
        if _runs(spelt).isdisjoint(_runs(said)):
            return
        same = difflib.SequenceMatcher(a=spelt, b=said, autojunk=False).find_longest_match()
        run = words[same.b : same.b + same.size]
        if same.size >= _RUN and sum(match[0].islower() for match in run) >= _RUN - 1:
            left = shortened(self.text[run[0].start() : run[-1].end()])
            yield self.problem(run[0].start(), f"“{left}” is left in English.", "Translate it.", Kind.IN_ENGLISH)


_BRACED = re.compile(r"[{｛]+[^{}｛｝]*[}｝]+")


_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\n]*)\)")


_TARGET = re.compile(r"https?://\S+|\(term:[^)]*\)|[{｛][^{}｛｝]*[}｝]")


_ENGLISH_WORD = re.compile("[A-Za-z]+")


_RUN = 4
"""Words in a row that no other language has in common with English by chance."""


_ALMOST_LINK = re.compile(
    r"(?P<open>[\[［【〔(（]?)(?P<words>[^\[\]［］【】〔〕()（）\n]*?)(?P<close>[\]］】〕)）]?)\s*"
    r"[(（]?\s*(?<!\w)term\s*[:：]\s*(?P<term>[\w-]+)\s*[)）]?"
)


_ALMOST_BOLD = re.compile(
    r"(?P<open>\* \*(?!\*)|\*{1,3} ?|＊+|__|<(?:b|strong)>)"
    r"(?P<words>[^*＊_<>\n]+?)"
    r"(?P<close>\* \*(?!\*)| ?\*{1,3}|＊+|__|</(?:b|strong)>)"
)


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


def _is_bold(match: re.Match[str]) -> bool:
    return match["open"] == match["close"] == "**"


def _covered(text: str, start: int, end: int) -> str:
    return text[:start] + "x" * (end - start) + text[end:]


_ALIKE = str.maketrans("асеорхуіѕԁɡⅼαοινρ‐‑–—−＿．。", "aceopxyisdglaoivp------..")
"""Letters and characters of other scripts that look like those of a placeholder."""


def _plain_letters(name: str) -> str:
    visible = "".join(char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) != "Cf")
    return visible.casefold().translate(_ALIKE).replace(" ", "").strip("{}")


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:79] + "…"
