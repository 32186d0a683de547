"""The items of PEMAT-P, the CDC Clear Communication Index, DISCERN and IPDAS, each with its rule.

Sources of the instruments: PEMAT-P, Agency for Healthcare Research and Quality (Shoemaker and others, 2014); CDC Clear
Communication Index, Centers for Disease Control and Prevention (Baur and Prue, 2014); DISCERN (Charnock and others,
1999); IPDAS minimum standards (Joseph-Williams and others, 2014) and its chapter on probabilities (Trevena and others,
2013). The items are said here in our words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from patient_handouts.handout import Piece
from patient_handouts.language import has_phrase
from patient_handouts.model import REQUIRED_WARNINGS, SCALE, CareCard, Options, Steps
from patient_handouts.score import How, Item, Judgement, Reading
from patient_handouts.sentences import sentences, words
from patient_handouts.transcript import lines

LONGEST_PARAGRAPH = 100
"""Words in one paragraph or point."""


def _by_findings(met: str, *rules: str, kinds: Iterable[str] = ()) -> Callable[[Reading], Judgement]:
    """An item that is met where certain rules of language are kept."""

    def judge(r: Reading) -> Judgement:
        if broken := r.broken(*rules, kinds=kinds):
            places = tuple(f"{finding.place}: {finding.what}" for finding in broken)
            return Judgement(False, f"{len(broken)} {'place' if len(broken) == 1 else 'places'}", places)
        answered = r.answered(*rules)
        return Judgement(True, f"{met}; {len(answered)} answered with a reason" if answered else met)

    return judge


def _that(condition: Callable[[Reading], Any], met: str, unmet: str) -> Callable[[Reading], Judgement]:
    """An item that is met where a condition holds."""
    return lambda r: Judgement(True, met) if condition(r) else Judgement(False, unmet)


def _purpose(r: Reading) -> bool:
    return bool(str(r.handout.title) and str(r.handout.subtitle)) and r.place_of("main-message") == 0


def _plain(r: Reading) -> Judgement:
    hard = r.broken("hard-word", "sentence-length")
    if hard:
        return Judgement(False, f"{len(hard)} hard words or long sentences", tuple(str(f.problem()) for f in hard))
    if r.level is None:
        return Judgement(True, "no hard word and no long sentence; no formula for this language")
    levels = [(piece.id, level) for piece in r.pieces if piece.kind != "sources" and (level := r.level_of(piece))]
    over = tuple(f"{id_}: {level.formula} {level.score:.1f}" for id_, level in levels if level.hard)
    met = r.level.plain and not over
    return Judgement(met, f"{r.level.formula} {r.level.score:.1f}; no block is too hard" if met else "too hard", over)


def _short_paragraphs(r: Reading) -> Judgement:
    long = tuple(
        f"{piece.id}: {len(words(paragraph))} words"
        for piece in r.pieces
        if piece.kind != "sources"
        for line in lines(r.handout, piece)
        for paragraph in line.text.split("\n\n")
        if len(words(paragraph)) > LONGEST_PARAGRAPH
    )
    return Judgement(not long, f"no paragraph over {LONGEST_PARAGRAPH} words" if not long else "long paragraphs", long)


def _headings(r: Reading) -> Judgement:
    bare = tuple(p.id for p in r.pieces if p.kind not in ("main-message", "inset") and "heading" not in p.words)
    return Judgement(not bare, "each section has a heading" if not bare else "no heading", bare)


def _in_order(r: Reading) -> bool:
    kinds = ["main-message", "where-it-stands", "key-points", "benefits-harms", "options", "questions", "glossary"]
    places = [r.place_of(kind) for kind in kinds]
    return places == sorted(places)


def _summary(r: Reading) -> bool:
    return any(p in r.pieces[:4] and 3 <= len(p.words["points"]) <= 7 for p in r.of("key-points"))


def _captions(r: Reading) -> bool:
    figures = [figure for piece in r.pieces for figure in piece.figures]
    return bool(figures) and all(str(f.title) and all(map(str, f.legend.values())) for f in figures)


def _tables(r: Reading) -> bool:
    headers = [str(text) for piece in r.of("options") for text in piece.words["rows"].values()]
    headers += [r.handout.labels[place] for place in SCALE]
    sizes = [(len(p.structure.rows), len(p.structure.options)) for p in r.pieces if isinstance(p.structure, Options)]
    return all(len(words(header)) <= 8 for header in headers) and all(rows <= 4 and n <= 6 for rows, n in sizes)


def _speaks_to_you(r: Reading) -> Judgement:
    counted = [piece for piece in r.pieces if piece.kind not in ("glossary", "sources", "about", "result")]
    to_you = [piece for piece in counted if has_phrase(r.text(piece), r.language.you)]
    met = bool(r.language.you) and len(to_you) * 2 >= len(counted)
    return Judgement(met, f"“you” in {len(to_you)} of {len(counted)} sections")


def _cards(r: Reading) -> list[CareCard]:
    return [piece.structure for piece in r.pieces if isinstance(piece.structure, CareCard)]


def _steps(r: Reading) -> list[Steps]:
    return [piece.structure for piece in r.pieces if isinstance(piece.structure, Steps)]


def _warns(r: Reading, warning: str) -> list[Piece]:
    return [piece for piece in r.pieces if warning in piece.structure.warnings]


def _warned(r: Reading) -> bool:
    return all(_warns(r, warning) for warning in REQUIRED_WARNINGS)


def _one_message(r: Reading) -> bool:
    messages = r.of("main-message")
    return len(messages) == 1 and len(sentences(r.text(messages[0]))) <= 4


def _figures(r: Reading) -> bool:
    return any(piece.figures for piece in r.pieces)


def _uncertainty(r: Reading) -> bool:
    results = r.of("result")
    return bool(results) and all(str(piece.words.get("unknown", "")) for piece in results)


def _options(r: Reading, key: str) -> bool:
    tables = [p for p in r.pieces if isinstance(p.structure, Options)]
    rows = [str(option.get(key, "")) for p in tables for option in p.words["options"].values()]
    return len(rows) >= 2 and all(rows)


def _carry_on(r: Reading) -> bool:
    return any(isinstance(p.structure, Options) and "carry-on" in p.structure.options for p in r.pieces)


def _equal_options(r: Reading) -> Judgement:
    for piece in r.of("options"):
        lengths = {
            name: sum(len(words(str(text))) for key, text in option.items() if key != "name")
            for name, option in piece.words["options"].items()
        }
        longest, shortest = max(lengths.values()), min(lengths.values())
        reason = f"{shortest} to {longest} words for each option"
        if longest > 1.5 * shortest:
            return Judgement(False, reason, (piece.id,))
        return _by_findings(reason, "balance")(r)
    return Judgement(False, "no table of options")


def _dated(r: Reading) -> bool:
    return all(fact.read and fact.recheck_by for fact in r.library.facts.values()) and bool(r.handout.edition)


def _sourced(r: Reading) -> Judgement:
    without = tuple(p.id for p in r.of("result", "benefits-harms") if not p.cited)
    listed = any(piece.references for piece in r.pieces)
    return Judgement(listed and not without, "each study cited and listed" if listed else "no list of sources", without)


def _support(r: Reading) -> bool:
    references = [reference.evidence for piece in r.pieces for reference in piece.references]
    return any(evidence.kind == "patient-page" and evidence.address for evidence in references) and bool(_cards(r))


def _daily_life(r: Reading) -> bool:
    return any(has_phrase(r.text(piece), r.language.daily_life) for piece in r.of("text", "steps", "options"))


def _how_it_works(r: Reading) -> bool:
    return bool(_steps(r)) and _options(r, "what")


def _who(r: Reading) -> bool:
    results = r.of("result")
    return bool(results) and all(str(piece.words.get("who", "")) for piece in results)


def _rates(r: Reading) -> bool:
    facts = {
        fact
        for piece in r.of("result", "benefits-harms")
        for line in lines(r.handout, piece)
        for _, fact in line.figures
    }
    return any(r.library.facts[name].outcomes for name in facts)


def _times(r: Reading) -> Judgement:
    without = []
    for piece in r.of("result", "benefits-harms"):
        facts = {fact for line in lines(r.handout, piece) for _, fact in line.figures}
        if any(r.library.facts[name].outcomes for name in facts) and not has_phrase(r.text(piece), r.language.times):
            without.append(piece.id)
    return Judgement(not without, "a time beside each risk" if not without else "no time is said", tuple(without))


def _money(r: Reading) -> bool:
    return any("money" in piece.words["points"] for piece in r.of("about"))


def _item(how: How) -> Callable[[str, str, str, Callable[[Reading], Judgement], str, str], Item]:
    return lambda instrument, number, asks, judge, limits, fails: Item(
        instrument, number, asks, how, judge, limits, fails
    )


_rule, _proxy = _item("rule"), _item("proxy")


def _person(instrument: str, number: str, asks: str, why: str) -> Item:
    return Item(instrument, number, asks, "person", None, why, "")


PEMAT, CCI, DISCERN, IPDAS = "PEMAT-P", "CDC Index", "DISCERN", "IPDAS"

ITEMS: tuple[Item, ...] = (
    # PEMAT-P, understandability (1 to 19) and actionability (20 to 26); 13 and 14 are for films
    _proxy(
        PEMAT,
        "1",
        "The purpose is plain at once.",
        _that(_purpose, "title, for whom, main message come first", "the main message does not come first"),
        "Whether a reader gets the purpose.",
        "The main message after the key points.",
    ),
    _person(PEMAT, "2", "Nothing distracts from the purpose.", "Read it for what could go."),
    _proxy(
        PEMAT,
        "3",
        "Everyday words.",
        _plain,
        "Counts syllables and knows a list; a text of short words can be hard.",
        "“The efficacy of the intervention was demonstrated.”",
    ),
    _rule(
        PEMAT,
        "4",
        "Medical terms are explained.",
        _by_findings("each term explained where it first appears", "late-term", "abbreviation"),
        "Knows only the terms of the glossary, and abbreviations.",
        "A first “MSCs” without a link to its meaning.",
    ),
    _proxy(
        PEMAT,
        "5",
        "The active voice.",
        _by_findings("no passive sentence", "passive"),
        "Knows forms of words, not their sense.",
        "“Your cells are collected.”",
    ),
    _rule(
        PEMAT,
        "6",
        "Numbers are clear.",
        _by_findings("“out of” throughout", "one-in", "relative-risk", "chance-word"),
        "Knows phrases of a list.",
        "“1 in 7 people died.”",
    ),
    _rule(
        PEMAT,
        "7",
        "Nothing has to be worked out.",
        _by_findings("both sides told, out of the same number", "denominators", "one-sided"),
        "Sees figures that come from facts.",
        "“3 out of 55” beside “12 out of 100”.",
    ),
    _rule(PEMAT, "8", "Short sections.", _short_paragraphs, "Counts words, not thoughts.", "A paragraph of 150 words."),
    _proxy(
        PEMAT,
        "9",
        "Headings that tell something.",
        _headings,
        "Whether a heading tells anything.",
        "A section without one.",
    ),
    _proxy(
        PEMAT,
        "10",
        "A logical order.",
        _that(_in_order, "from the main message to the glossary", "another order"),
        "Order of the kinds of block only.",
        "The options before the benefits and harms.",
    ),
    _rule(
        PEMAT,
        "11",
        "A summary.",
        _that(_summary, "three to seven key points near the beginning", "no key points near the beginning"),
        "Whether they are the key points.",
        "No key points, or twelve of them.",
    ),
    _rule(
        PEMAT,
        "12",
        "What matters catches the eye.",
        _that(
            lambda r: r.of("warning") and r.of("main-message") and _cards(r),
            "main message, warnings and care cards",
            "no warning, main message or care card",
        ),
        "Whether the eye is caught.",
        "No block of the kind “warning”.",
    ),
    _person(PEMAT, "15", "Pictures wherever they help.", "Ask what you would draw on the table."),
    _person(PEMAT, "16", "Pictures support the text.", "Cover the words: does a picture mislead?"),
    _rule(
        PEMAT,
        "17",
        "Pictures have titles or captions.",
        _that(_captions, "title and legend at each drawing", "a drawing without title or legend"),
        "Whether a caption is clear.",
        "An icon array without a title.",
    ),
    _person(PEMAT, "18", "Pictures are clear and uncluttered.", "Look at a printed page, also in grey."),
    _rule(
        PEMAT,
        "19",
        "Tables are simple.",
        _that(_tables, "few rows, short headings", "a table is large or its headings long"),
        "Counts rows and words.",
        "A table of seven options.",
    ),
    _rule(
        PEMAT,
        "20",
        "Says what to do.",
        _that(
            lambda r: r.of("questions") and _cards(r), "questions to ask, when to call", "no questions or care cards"
        ),
        "That it is there.",
        "No questions to ask.",
    ),
    _proxy(
        PEMAT,
        "21",
        "Speaks to the reader.",
        _speaks_to_you,
        "Counts sections with “you”.",
        "“Patients should…” throughout.",
    ),
    _rule(
        PEMAT,
        "22",
        "Steps for what to do.",
        _that(
            lambda r: _cards(r) and all(c.points and c.contacts for c in _cards(r)),
            "each care card says when and whom to call",
            "a care card without contact",
        ),
        "That they are there.",
        "A care card without a number to ring.",
    ),
    _rule(
        PEMAT,
        "23",
        "Something to use.",
        _that(
            lambda r: any(len(p.words["questions"]) >= 10 for p in r.of("questions")),
            "a list of questions to tick",
            "fewer than ten questions",
        ),
        "That it is there.",
        "Five questions.",
    ),
    _rule(
        PEMAT,
        "24",
        "Sums are explained.",
        _by_findings("no sum is asked for", "denominators", "relative-risk"),
        "As item 7.",
        "“Twice the risk.”",
    ),
    _rule(
        PEMAT,
        "25",
        "How to read charts.",
        _that(lambda r: _figures(r) and r.handout.first_array, "said at the first drawing", "not said"),
        "That it is there.",
        "An icon array without “Each shape is one person”.",
    ),
    _person(PEMAT, "26", "Pictures of what to do.", "Look at the steps and the care cards."),
    # CDC Clear Communication Index
    _rule(
        CCI,
        "1",
        "One main message.",
        _that(_one_message, "one, of at most four sentences", "none, or too long"),
        "Whether it is the right one.",
        "A main message of five sentences.",
    ),
    _rule(
        CCI,
        "2",
        "The main message is at the top.",
        _that(lambda r: r.place_of("main-message") == 0, "the first block", "not the first block"),
        "None.",
        "The main message after the key points.",
    ),
    _rule(
        CCI,
        "3",
        "The main message stands out.",
        _that(lambda r: r.of("main-message"), "large and bold type of its own", "no main message"),
        "Relies on the style sheet; see it on paper.",
        "The message within a paragraph.",
    ),
    _person(CCI, "4", "A picture supports the main message.", "Look at the first page."),
    _rule(
        CCI,
        "5",
        "A call to action.",
        _that(lambda r: _warns(r, "W13") and _cards(r), "keep taking your medicine; when to call", "no call to action"),
        "That it is there.",
        "No warning W13.",
    ),
    _proxy(
        CCI,
        "6",
        "Main message and call to action are active.",
        _by_findings("no passive sentence", "passive", kinds=("main-message", "warning", "care-card", "questions")),
        "As PEMAT 5.",
        "“Medicine should not be stopped.”",
    ),
    _proxy(CCI, "7", "The readers' own words.", _plain, "As PEMAT 3; ask readers.", "“Mortality”."),
    _rule(
        CCI,
        "8",
        "Lists.",
        _that(
            lambda r: sum("points" in p.words for p in r.pieces) >= 3, "in three sections or more", "hardly any list"
        ),
        "That they are there.",
        "Running text only.",
    ),
    _proxy(CCI, "9", "Chunks with headings.", _headings, "As PEMAT 9.", "A section without a heading."),
    _rule(
        CCI,
        "10",
        "The most important first.",
        _that(_summary, "key points near the beginning", "no key points at the beginning"),
        "As PEMAT 11.",
        "Key points on page two.",
    ),
    _rule(
        CCI,
        "11",
        "What is known and what is not.",
        _that(_uncertainty, "each study says what we do not know", "a study without “what we do not know”"),
        "That it is said.",
        "A result with no uncertainty.",
    ),
    _rule(
        CCI,
        "12",
        "What to do.",
        _that(
            lambda r: _warns(r, "W13") and _warns(r, "W15"),
            "medicine (W13), urgent signs (W15)",
            "W13 or W15 is missing",
        ),
        "That it is said.",
        "No warning W15.",
    ),
    _person(CCI, "13", "Why to do it.", "Read the warnings and the care cards."),
    _rule(
        CCI,
        "14",
        "How to do it.",
        _that(
            lambda r: _cards(r) and all(card.contacts for card in _cards(r)),
            "whom to ring in each care card",
            "a care card without contact",
        ),
        "That it is there.",
        "No line for the number.",
    ),
    _rule(
        CCI,
        "15",
        "Numbers that readers use.",
        _by_findings("whole numbers only", "one-in", "relative-risk"),
        "As PEMAT 6.",
        "“15.3 %”.",
    ),
    _rule(
        CCI,
        "16",
        "Numbers are explained.",
        _by_findings("out of how many, and the rest", "one-sided", "chance-word"),
        "Sees figures that come from facts.",
        "“3 people died.” and not how many did not.",
    ),
    _rule(
        CCI, "17", "No sums.", _by_findings("none", "denominators", "relative-risk"), "As PEMAT 7.", "“Half the risk.”"
    ),
    _person(CCI, "18", "What kind of risk it is.", "Read the harms: does a reader know what could happen to them?"),
    _rule(
        CCI,
        "19",
        "Risks and benefits.",
        _that(
            lambda r: r.of("benefits-harms") and _warned(r),
            "side by side, and all warnings given",
            "a side or a warning is missing",
        ),
        "As DISCERN 6.",
        "The warning W5 removed.",
    ),
    _rule(
        CCI,
        "20",
        "Chances also in words or pictures.",
        _that(_figures, "drawings of people", "no drawing"),
        "That they are there.",
        "No icon array.",
    ),
    # DISCERN
    _proxy(
        DISCERN,
        "1",
        "Are the aims clear?",
        _that(_purpose, "title, for whom, main message come first", "the main message does not come first"),
        "As PEMAT 1.",
        "No subtitle.",
    ),
    _person(DISCERN, "2", "Does it achieve its aims?", "Ask readers what they learnt."),
    _person(DISCERN, "3", "Is it relevant?", "Ask patients what they wanted to know."),
    _rule(
        DISCERN,
        "4",
        "Are the sources clear?",
        _sourced,
        "That they are there; trace shows which says what.",
        "A study without its source.",
    ),
    _rule(
        DISCERN,
        "5",
        "Is it dated?",
        _that(_dated, "date on each page, reading dates for each fact", "a date is missing"),
        "None.",
        "A fact without “read”.",
    ),
    _proxy(
        DISCERN,
        "6",
        "Is it balanced?",
        _by_findings("no hype, equal room, harms first told early", "balance", "harm-first", "hype"),
        "Counts words and knows a list; tone is for people.",
        "Four benefits and two harms.",
    ),
    _rule(
        DISCERN,
        "7",
        "Further support and information?",
        _that(_support, "pages for patients with addresses; whom to ring", "no page for patients, or no care card"),
        "That they are there.",
        "No patient page among the sources.",
    ),
    _rule(
        DISCERN,
        "8",
        "Does it say what is uncertain?",
        _that(_uncertainty, "at each study", "not at each study"),
        "That it is said.",
        "A result with no “unknown”.",
    ),
    _rule(
        DISCERN,
        "9",
        "How does each treatment work?",
        _that(_how_it_works, "steps, and “what it is” of each option", "no steps, or an option without “what”"),
        "That it is said.",
        "No steps.",
    ),
    _rule(
        DISCERN,
        "10",
        "Benefits of each treatment?",
        _that(
            lambda r: _options(r, "good") and r.of("benefits-harms"),
            "good points of each option",
            "an option without good points",
        ),
        "That they are said.",
        "No “good points”.",
    ),
    _rule(
        DISCERN,
        "11",
        "Risks of each treatment?",
        _that(
            lambda r: _options(r, "bad") and _warned(r),
            "bad points of each option, and all warnings",
            "an option without bad points, or a warning is missing",
        ),
        "That they are said.",
        "The warning W3 removed.",
    ),
    _rule(
        DISCERN,
        "12",
        "What without treatment?",
        _that(_carry_on, "“carry on as now” among the options", "missing"),
        "That it is said.",
        "No option “carry-on”.",
    ),
    _proxy(
        DISCERN,
        "13",
        "What of the quality of life?",
        _that(_daily_life, "words of daily life", "no words of daily life"),
        "Knows phrases of a list.",
        "Scans and blood values only.",
    ),
    _rule(
        DISCERN,
        "14",
        "More than one possible treatment?",
        _that(lambda r: _options(r, "what"), "two options or more", "fewer than two"),
        "None.",
        "One option.",
    ),
    _proxy(
        DISCERN,
        "15",
        "Support for deciding together?",
        _that(
            lambda r: r.of("questions") and r.of("options"), "options, and questions to ask", "no options or questions"
        ),
        "That it is there.",
        "No questions to ask.",
    ),
    _person(DISCERN, "16", "How good is it over all?", "Judge when all else is done."),
    # IPDAS: qualifying, certification, probabilities
    _proxy(
        IPDAS,
        "Q1",
        "Describes the condition.",
        _that(
            lambda r: any(p.id.startswith("what-is") for p in r.of("text")), "a section “what is …”", "no such section"
        ),
        "That it is there.",
        "No “what-is-…” block.",
    ),
    _proxy(
        IPDAS,
        "Q2",
        "Says what is to be decided.",
        _that(
            lambda r: r.of("where-it-stands") and r.of("options"),
            "where it stands, and the options",
            "one of them is missing",
        ),
        "That it is there.",
        "No table of options.",
    ),
    _rule(
        IPDAS,
        "Q3",
        "Lists the options, no change among them.",
        _that(_carry_on, "with “carry on as now”", "missing"),
        "Whether the list is whole.",
        "No option “carry-on”.",
    ),
    _rule(
        IPDAS,
        "Q4",
        "Says what is good about each.",
        _that(lambda r: _options(r, "good"), "for each option", "not for each"),
        "That it is said.",
        "No “good points”.",
    ),
    _rule(
        IPDAS,
        "Q5",
        "Says what is bad about each.",
        _that(lambda r: _options(r, "bad"), "for each option", "not for each"),
        "That it is said.",
        "No “bad points”.",
    ),
    _proxy(
        IPDAS,
        "Q6",
        "Says what it is like.",
        _that(_daily_life, "words of daily life and of feeling", "none"),
        "As DISCERN 13.",
        "What is done, and not what is felt.",
    ),
    _rule(IPDAS, "C1", "Equal detail.", _equal_options, "Counts words.", "One option with twice the words of another."),
    _rule(IPDAS, "C2", "Names its evidence.", _sourced, "As DISCERN 4.", "A study without its source."),
    _rule(IPDAS, "C3", "Says when it was made.", _that(_dated, "on each page", "not"), "None.", "No date."),
    _rule(
        IPDAS,
        "C4",
        "Says when it is renewed.",
        _that(lambda r: r.handout.standing, "next check, on the last page", "not"),
        "That it is said.",
        "No next check.",
    ),
    _rule(
        IPDAS,
        "C5",
        "Says how sure the numbers are.",
        _that(_uncertainty, "at each study", "not at each study"),
        "That it is said.",
        "A result with no “unknown”.",
    ),
    _rule(
        IPDAS,
        "C6",
        "Says who paid.",
        _that(_money, "in “about this leaflet”", "not"),
        "That it is said.",
        "No word of money.",
    ),
    _rule(
        IPDAS,
        "P1",
        "Numbers for what may happen.",
        _that(_rates, "how many of how many", "no outcome with numbers"),
        "For the outcomes that there are facts for.",
        "Outcomes in words only.",
    ),
    _rule(
        IPDAS,
        "P2",
        "Says for whom they hold.",
        _that(_who, "“Who was studied?” at each study", "not at each study"),
        "That it is said.",
        "A result with no “who”.",
    ),
    _rule(
        IPDAS,
        "P3",
        "How often, not how much more often.",
        _by_findings("no relative risk", "relative-risk"),
        "As PEMAT 6.",
        "“Twice as many.”",
    ),
    _rule(
        IPDAS,
        "P4",
        "Says over which time.",
        _times,
        "A time in the section; not whether it is that of the number.",
        "“15 out of 100 died.” and not when.",
    ),
    _rule(
        IPDAS,
        "P5",
        "The same denominator side by side.",
        _by_findings("yes", "denominators", "one-in"),
        "Drawings of one study, numbers of one text.",
        "12 people beside 6.",
    ),
    _rule(
        IPDAS,
        "P6",
        "Says how uncertain they are.",
        _that(_uncertainty, "at each study", "not at each study"),
        "That it is said.",
        "A result with no “unknown”.",
    ),
    _rule(
        IPDAS,
        "P7",
        "More than one view.",
        _that(lambda r: _figures(r) and _rates(r), "numbers and drawings", "numbers alone"),
        "That they are there.",
        "No icon array.",
    ),
    _rule(
        IPDAS,
        "P8",
        "Both who was and who was not.",
        _by_findings("both sides told", "one-sided"),
        "Sees figures that come from facts.",
        "“5 died” and not “359 did not”.",
    ),
)
"""All items of all instruments, each with its rule, the limits of the rule, and an example that fails it."""


_HEAD = """\
# How leaflets are scored

`python generate.py score ms` judges a leaflet by four instruments for patient information. This page says for each
item how the program judges it, what the judgement cannot see, and an example that fails it. It is made by
`python generate.py score --explain`.

- *rule*: the leaflet itself shows it: its blocks, the warnings that they name, its facts and its words.
- *proxy*: the program can only find that it is not met; “met” has to be confirmed by a person.
- *person*: no program can tell; the limits say what to look at.

Sources: PEMAT-P, Agency for Healthcare Research and Quality (Shoemaker and others, 2014); CDC Clear Communication
Index, Centers for Disease Control and Prevention (Baur and Prue, 2014); DISCERN (Charnock and others, 1999); IPDAS,
qualifying (Q) and certification (C) criteria (Joseph-Williams and others, 2014) and presenting probabilities (P;
Trevena and others, 2013). The items are in our words. Reading level: Flesch-Kincaid grade (Kincaid and others, 1975),
in English only; other languages get no number until there is a formula made for them.
"""


def explanation() -> str:
    """All items as a page of Markdown: docs/scores.md."""
    parts = [_HEAD]
    for name in (PEMAT, CCI, DISCERN, IPDAS):
        parts += ["", f"## {name}", "", "| item | asks | judged by | limits | fails, for example |"]
        parts.append("|---|---|---|---|---|")
        rows = [item for item in ITEMS if item.instrument == name]
        parts += [f"| {i.number} | {i.asks} | {i.how} | {i.limits} | {i.fails or '–'} |" for i in rows]
    return "\n".join(parts) + "\n"
