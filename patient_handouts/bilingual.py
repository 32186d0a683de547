"""Puts a handout in two languages onto one page: each text in both, side by side or one below the other.

Both languages are laid out by the same templates from the same recipe, so that their pages have the same shape: the
two are gone through together, and at each heading, paragraph and point the words of both are kept. Drawings,
boxes to tick and lines to write on stand once, and so does what is the same in both, such as a clinic's name.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml
from xml.etree.ElementTree import Element

from markupsafe import Markup

from patient_handouts.handout import Handout
from patient_handouts.model import Glossary
from patient_handouts.pictures import Picture
from patient_handouts.problems import HandoutError
from patient_handouts.render import Foot, Page, as_printed, environment, pictures_of, stylesheets

_TEXTS = {"h1", "h2", "h3", "p"}
"""Elements that hold nothing but text, and what stands beside it."""

_FURNITURE = {"pictogram", "box", "line", "number"}
"""Classes of what stands beside a text, and says nothing by itself: a number is that of a step."""

_SVG = ' xmlns="http://www.w3.org/2000/svg"'


def bilingual_page(
    first: Handout, second: Handout, how: str, paper: str, templates: Path, styles: Path, logo: Picture | None = None
) -> Page:
    """A handout in two languages as it goes to the typesetter.

    :param first: the language that the page is set in; the other stands beside or below it.
    :param how: `beside` or `below`: where the second stands.
    :param paper: A4 or Letter.
    """
    first, second = (replace(as_printed(handout), lists=True) for handout in (first, _in_order_of(first, second)))
    fonts = tuple(dict.fromkeys((*first.fonts, *second.fonts)))
    both = replace(first, fonts=fonts, line_height=max(first.line_height, second.line_height))
    names = ("bilingual.css", f"bilingual-{paper.lower()}.css")
    own = "\n".join((styles / name).read_text("utf-8") for name in names)
    of_second = f":lang({second.locale}) {{ font-family: {', '.join(f'{font!r}' for font in second.fonts)} }}"
    sheets = (*stylesheets(both, paper, styles), f"{own}\n{of_second}")
    jinja = environment(templates)
    parts = {name: _both(first, second, jinja, f"page/{name}.html") for name in ("running", "content")}
    html = jinja.get_template("bilingual.html").render(handout=both, second=second, how=how, **parts)
    return Page(html, sheets, fonts, pictures_of(both, styles, logo))


def _in_order_of(first: Handout, second: Handout) -> Handout:
    """A handout whose words to know stand in the order of another language."""
    places = {entry.id: place for piece in first.pieces for place, entry in enumerate(piece.entries)}

    def ordered(handout: Handout) -> Iterator[object]:
        for piece in handout.pieces:
            by_place = sorted(piece.entries, key=lambda entry: places.get(entry.id, len(places)))
            yield replace(piece, entries=tuple(by_place)) if isinstance(piece.structure, Glossary) else piece

    return replace(second, pieces=tuple(ordered(second)))  # type: ignore[arg-type]


def _both(first: Handout, second: Handout, jinja: Any, template: str) -> Markup:
    """What a template makes of both languages, as one."""
    trees = [_tree(jinja.get_template(template).render(handout=each, foot=Foot())) for each in (first, second)]
    wanted = {words for tree in trees for words in _all_words(tree)}
    merged = _merged(trees[0], trees[1], [_Side("one", first), _Side("two", second)])
    kept = "\n".join(_all_words(merged))
    if lost := [words for words in sorted(wanted) if words not in kept]:
        raise HandoutError(f"a text would be lost between the two languages: “{lost[0]}”")
    inside = "".join(Xml.tostring(child, "unicode", method="html") for child in merged)
    return Markup(inside.replace("<svg ", f"<svg{_SVG} "))  # noqa: S704  # escaped by Jinja before it was parsed


def _tree(html: str) -> Element:
    closed = re.sub(r"<(br|img)\b([^>]*)>", r"<\1\2/>", html.replace(_SVG, ""))
    return Xml.fromstring(f"<div>{closed}</div>")  # noqa: S314  # our own markup


def _all_words(tree: Element) -> Iterator[str]:
    """All that is said in a tree, text by text."""
    return (text.strip() for text in tree.itertext() if text.strip())


class _Side:
    """One of the two languages: its name in the style sheet, its tag and its direction."""

    def __init__(self, name: str, handout: Handout) -> None:
        self.attributes = {"class": name, "lang": handout.locale, "dir": handout.direction}

    def hold(self, text: str | None, children: Iterable[Element]) -> Element:
        """A piece of text in this language."""
        held = Element("span", self.attributes)
        held.text = text
        held.extend(children)
        return held


def _merged(one: Element, two: Element, sides: list[_Side]) -> Element:
    """An element with the words of both languages."""
    if one.tag == "svg":
        return _drawing(one, two)
    if _plain(one) == _plain(two) or one.get("lang") or _is_own(one, two):
        return one
    if one.tag in _TEXTS or not any(
        child.tag in _TEXTS | {"div", "ul", "ol", "li", "svg"} for child in one.iter() if child is not one
    ):
        return _text(one, two, sides)
    merged = Element(one.tag, one.attrib)
    merged.text, merged.tail = one.text, one.tail
    for mine, other in itertools.zip_longest(one, two):
        merged.append(
            _merged(mine if mine is not None else _empty(other), other if other is not None else _empty(mine), sides)
        )
    return merged


def _empty(element: Element) -> Element:
    """What stands for an element that only one language has, such as the mark of a translation, in the other."""
    return Element(element.tag, element.attrib)


def _drawing(one: Element, two: Element) -> Element:
    """A drawing, with the words for it in both languages."""
    for mine, other in zip(one.iter("title"), two.iter("title"), strict=True):
        mine.text = f"{mine.text} {other.text}" if mine.text != other.text else mine.text
    return one


def _text(one: Element, two: Element, sides: list[_Side]) -> Element:
    """A text in both languages, with what stands beside it once."""
    merged = Element(one.tag, {**one.attrib, "class": f"{one.get('class', '')} pair".strip()})
    merged.tail = one.tail
    before, words, after = _parted(one)
    _, others, _ = _parted(two)
    texts = [sides[0].hold(one.text if not before else before[-1].tail, words), sides[1].hold(_first_text(two), others)]
    for child in before:
        child.tail = None
    merged.extend([*before, *texts, *after])
    return merged


def _first_text(element: Element) -> str | None:
    before, _, _ = _parted(element)
    return before[-1].tail if before else element.text


def _parted(element: Element) -> tuple[list[Element], list[Element], list[Element]]:
    """The children of a text: what stands before it, what is in it, and what stands after it."""
    children = list(element)
    before = list(itertools.takewhile(_is_furniture, children))
    after = list(itertools.takewhile(_is_furniture, reversed(children[len(before) :])))[::-1]
    return before, children[len(before) : len(children) - len(after)], after


def _is_own(one: Element, two: Element) -> bool:
    """Whether both say the same words from outside, which stand once, in the direction of the first."""
    return any(part.tag == "bdi" for part in one.iter()) and "".join(one.itertext()) == "".join(two.itertext())


def _is_furniture(element: Element) -> bool:
    return bool(_FURNITURE & set(element.get("class", "").split()))


def _plain(element: Element) -> str:
    return Xml.tostring(element, "unicode", method="html").strip()
