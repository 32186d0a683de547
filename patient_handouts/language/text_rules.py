"""Rules for one text, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patient_handouts.language.passages import Breach, Leaflet, Passage
from patient_handouts.language.phrases import Found, Phrases, passive_voice


def sentence_length(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    limit = leaflet.easy.longest_sentence if leaflet.easy else leaflet.lists.longest_sentence
    for sentence in passage.sentences if limit else ():
        count = len(sentence.words())
        if limit and count > limit:
            what = f"this sentence has {count} words: “{_short(sentence.text)}”."
            yield Breach(passage, sentence.offset, what, f"Split it: at most {limit} words.")


def hard_word(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    for match in _in_sentences(passage, leaflet.phrases(leaflet.hard_words)):
        plainer = leaflet.advice_for(match.text, leaflet.hard_words)
        yield Breach(passage, match.start, f"“{match.text}” is a hard word.", f"Plainer: {plainer}.")


def passive(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    voice = leaflet.lists.passive
    if voice:
        for match in _in_sentences(passage, passive_voice(voice)):
            if not leaflet.phrases(voice.exceptions).search(match.text):
                what = f"“{match.text}” does not say who does it."
                yield Breach(passage, match.start, what, "Write who does what (“your team checks …”).")


def double_negative(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    negatives = leaflet.phrases(leaflet.lists.negatives)
    for sentence in passage.sentences if len(list(negatives.find(passage.flat.text))) > 1 else ():
        for clause in re.finditer(r"[^,;:.–()，；：、。（）،؛।]+", sentence.text):
            found = [match.text for match in negatives.find(clause[0])]
            if len(found) > 1:
                what = f"double negative, “{'” and “'.join(found)}”: “{_short(clause[0].strip())}”."
                yield Breach(passage, sentence.offset + clause.start(), what, "Say what is, or split the sentence.")


def hype(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    denied = [(match.start, match.end) for match in _in_sentences(passage, leaflet.phrases(leaflet.lists.no_hype))]
    for match in _in_sentences(passage, leaflet.phrases(leaflet.lists.hype)):
        if not any(start <= match.start and match.end <= end for start, end in denied):
            advice = leaflet.advice_for(match.text, leaflet.lists.hype)
            yield Breach(passage, match.start, f"“{match.text}” promises too much.", advice)


def one_in(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    for match in _in_sentences(passage, leaflet.phrases(leaflet.lists.one_in)):
        what = f"“{match.text}” is hard to compare with other risks."
        advice = "Write how many out of 100, or out of all who were studied."
        yield Breach(passage, match.start, what, advice)


def relative_risk(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    for match in _in_sentences(passage, leaflet.phrases(leaflet.lists.relative)):
        what = f"“{match.text}” does not say how many people."
        yield Breach(passage, match.start, what, "Write how many out of how many, for each group.")


def figure_in_words(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    for match in _in_sentences(passage, leaflet.phrases(leaflet.lists.counted)):
        if not re.search(r"\d", match.text):
            what = f"“{match.text}” is a figure without a source."
            advice = "Write a placeholder like {fact.value} (see facts.yaml)."
            yield Breach(passage, match.start, what, advice)


def leftover(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    for language, listed in leaflet.lists.leftovers.items():
        for match in _in_sentences(passage, leaflet.phrases(listed)):
            what = f"“{match.text}” looks like {language}."
            yield Breach(passage, match.start, what, "Translate it, or delete it.")


def chance_word(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    if any(key in fact.values for name, key in passage.figures if (fact := leaflet.fact(name))):
        return
    for match in leaflet.phrases(leaflet.lists.chances).find(passage.flat.text):
        what = f"“{match.text}” means something else to everybody, and no number stands beside it."
        advice = "Give the number, or say “some people” or “we do not know how many”."
        yield Breach(passage, match.start, what, advice)


def denominators(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    """Numbers of one text that are out of different numbers."""
    groups = {fact.values[outcome.of] for _, fact, outcome in leaflet.outcomes(passage) if outcome.of in fact.values}
    if len(groups) > 1:
        numbers = " and ".join(str(group) for group in sorted(groups))
        what = f"this text compares numbers out of {numbers}."
        yield Breach(passage, 0, what, "Put them out of the same number, or into two texts.")


def many_ideas(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    count = len(passage.sentences)
    if leaflet.easy and count > leaflet.easy.sentences:
        what = f"this line has {count} sentences; at most {leaflet.easy.sentences} make one idea."
        yield Breach(passage, 0, what, "Make two lines of it, each with a picture.")


def metaphor(leaflet: Leaflet, passage: Passage) -> Iterator[Breach]:
    metaphors = leaflet.easy.metaphors if leaflet.easy else {}
    for match in leaflet.phrases(metaphors).find(passage.flat.text):
        advice = f"Plainer: {leaflet.advice_for(match.text, metaphors)}."
        yield Breach(passage, match.start, f"“{match.text}” is a figure of speech.", advice)


def _in_sentences(passage: Passage, phrases: Phrases) -> Iterator[Found]:
    """Phrases within the sentences of a text; one that would run from a sentence into the next is none."""
    if phrases.search(passage.flat.text):
        for sentence in passage.sentences:
            for match in phrases.find(sentence.text):
                yield Found(match.text, sentence.offset + match.start, sentence.offset + match.end)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
