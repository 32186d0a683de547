"""At the end of a line nothing is parted that belongs together; what is written stays the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patient_handouts.handout.assemble import assemble
from patient_handouts.handout.parts import Number, Rich
from patient_handouts.invisible import JOINER, NO_BREAK
from patient_handouts.page.linebreaks import kept_together
from patient_handouts.reading.inline import Bold, Plain
from tests.support.project import DISEASES


def shown(library, *parts):
    """A paragraph as it is printed, with “_” for a space that no line breaks at, and “+” for a word joiner."""
    handout = assemble(library, "ms", "en")
    printed = kept_together(handout.with_texts(lambda _: Rich((parts,)), str, str)).pieces[0].words["text"]
    return str(printed).replace(f" {JOINER}", "_").replace(NO_BREAK, "_").replace(JOINER, "+")


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        ((Plain("within "), Number("100", "f"), Plain(" days of treatment")), "within 100_days of treatment"),
        ((Bold((Number("98", "f"), Plain(" or "), Number("99", "f"))), Plain(" did it")), "98_or_99_did it"),
        ((Plain("those close to them"),), "those close to_them"),
        ((Plain("for type 1 diabetes"),), "for type_1 diabetes"),
        ((Plain("about "), Number("41", "f"), Plain(" did.")), "about 41_did."),
        ((Plain("约有"), Number("10", "f"), Plain("人死亡。")), "约有10+人死+亡。"),
        ((Plain("साल: "), Number("2023", "f"), Plain("।")), "साल: 2023_।"),
        ((Plain("one"),), "one"),
    ],
)  # fmt: skip
def test_what_stays_together(library, parts, printed):
    assert shown(library, *parts) == printed


@given(
    st.lists(st.tuples(st.sampled_from([Plain, Number]), st.text("ab 19年人。।-", max_size=8)), min_size=1, max_size=5)
)
def test_nothing_else_changes(library, parts):
    made = [kind(text, "f") if kind is Number else kind(text) for kind, text in parts]
    printed = shown(library, *made)
    written = "".join(text for _, text in parts)
    assert re.sub(r"(?<=\d)[_ ]+(?=।)", "", printed.replace("_", " ")).replace("+", "") == re.sub(
        r"(?<=\d) +(?=।)", "", written
    )


@pytest.mark.parametrize("disease", DISEASES)
def test_titles_and_editions_stay_as_they_are(library, disease):
    """They name the file, and people search for them."""
    handout = assemble(library, disease, "en")
    printed = kept_together(handout)
    assert (printed.title, printed.subtitle) == (handout.title, handout.subtitle)
    assert printed.labels["edition"] == handout.labels["edition"]
