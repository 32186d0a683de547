"""Changes single texts of the content in memory, as an author would in the files."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from patient_handouts.content.library import Library
from patient_handouts.handout.assemble import assemble
from patient_handouts.handout.parts import Handout
from patient_handouts.language.findings import Finding
from patient_handouts.language.rules import findings
from patient_handouts.problems import Place
from patient_handouts.reading.shape import Located
from patient_handouts.reading.strict_yaml import Node
from patient_handouts.review.instruments import instruments
from patient_handouts.review.score import Score, judge
from patient_handouts.review.subject import Subject


def located(text: str, remarks: tuple[str, ...] = (), file: str = "content/en/ms.yaml", line: int = 100) -> Located:
    """A text as if it stood in quotes at column 7 of a line of a file, below some remarks."""
    places = [(Place(file, line - len(remarks) + i, 7), remark) for i, remark in enumerate(remarks)]
    return Located.at(text, Node(text, Place(file, line, 7), '"', f'"{text}"', remarks=tuple(places)))


def changed(library: Library, disease: str, texts: Mapping[str, str | Located | None]) -> Library:
    """A library in which some texts of a disease say something else; “block/path” names a text, None takes it out."""
    content = library.locales["en"]
    assert content.common
    own, common = dict(content.words[disease].blocks), dict(content.common.blocks)
    for name, text in texts.items():
        block, _, path = name.partition("/")
        blocks = own if block in own else common
        value = text if text is None or isinstance(text, Located) else located(text)
        blocks[block] = _put(blocks[block], path.split("."), value)
    words = dict(content.words) | {disease: dataclasses.replace(content.words[disease], blocks=own)}
    commons = {**content.commons, "common": dataclasses.replace(content.common, blocks=common)}
    content = dataclasses.replace(content, words=words, commons=commons)
    return dataclasses.replace(library, locales={**library.locales, "en": content})


def _put(tree, keys, value):
    tree = dict(tree)
    if keys[1:]:
        tree[keys[0]] = _put(tree[keys[0]], keys[1:], value)
    elif value is None:
        del tree[keys[0]]
    else:
        tree[keys[0]] = value
    return tree


def without_warning(library: Library, disease: str, warning: str) -> Library:
    """A library in which no block of a disease gives a warning."""

    def bare(block):
        if warning not in getattr(block, "warnings", ()):
            return block
        return dataclasses.replace(block, warnings=tuple(w for w in block.warnings if w != warning))

    assert library.common
    recipe = library.recipes[disease]
    return dataclasses.replace(
        library,
        recipes={**library.recipes, disease: dataclasses.replace(recipe, blocks=tuple(map(bare, recipe.blocks)))},
        commons={"common": dataclasses.replace(library.common, blocks=tuple(map(bare, library.common.blocks)))},
    )


def new_findings(library: Library, texts: Mapping[str, str | Located], disease: str = "ms") -> list[Finding]:
    """What the changed texts break that the content does not."""
    before = set(findings(library, disease, "en"))
    return [finding for finding in findings(changed(library, disease, texts), disease, "en") if finding not in before]


def scores(library: Library, handout: Handout) -> list[Score]:
    """All items of all instruments, judged."""
    return judge(instruments(), Subject(library, handout))


def unmet(library: Library, disease: str = "ms", handout: Handout | None = None) -> set[str]:
    """The items that a handout does not meet."""
    handout = handout or assemble(library, disease, "en")
    return {f"{s.instrument} {s.number}" for s in scores(library, handout) if s.verdict == "not met"}
