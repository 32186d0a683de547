"""The kinds of block: what each needs in a recipe, and what words it asks for."""

from __future__ import annotations

import abc
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from patient_handouts.content.evidence import claims_of, evidence_of
from patient_handouts.content.names import SourceId, TextPath, WarningId
from patient_handouts.problems import Place
from patient_handouts.reading.shape import PARAGRAPHS, TEXT, Id, Scalar, Texts

WordShape = Texts | Scalar
"""What stands at a key of words: a text, or further keys."""


Tree = Mapping[str, Any]
"""Words of a block: keys to texts, or to trees again; always in the shape that the block asks for."""


def _each(ids: tuple[str, ...]) -> Texts:
    return Texts(dict.fromkeys(ids, TEXT))


def _in_order(keys: dict[str, WordShape], also: tuple[str, ...]) -> dict[str, WordShape]:
    """The keys of a block in the order of the page, of “intro” and “after” only those that the recipe asks for."""
    return {key: shape for key, shape in keys.items() if key in also or key not in ("intro", "after")}


@dataclass(frozen=True, kw_only=True)
class Block(abc.ABC):
    """One piece of a handout.

    `rests_on` says for each text, or for all texts below a key, which claims and evidence it rests on
    beyond the facts that it prints. `beside` has the pictogram beside each of its points, in easy read.
    """

    kind: str
    id: Id
    picture: Id | None = None
    beside: Mapping[Id, Id] = field(default_factory=dict)
    rests_on: Mapping[TextPath, tuple[SourceId, ...]] = field(default_factory=dict)
    warnings: tuple[WarningId, ...] = ()
    place: Place = field(compare=False, repr=False)

    @abc.abstractmethod
    def shape(self) -> dict[str, WordShape]:
        """The keys of this block in a file of words, in the order of the page, and what stands at each."""

    def pictures(self) -> tuple[str, ...]:
        """The pictograms that this block shows, each once."""
        heading = (self.picture,) if self.picture else ()
        return tuple(dict.fromkeys([*heading, *self.beside.values()]))

    @property
    def says(self) -> str:
        """What it says of the things that a leaflet may not lack: its kind, if no other."""
        return self.kind

    def needs_sources(self) -> bool:
        """Whether its texts say anything about illness or treatment; what it lists has its own sources."""
        return True

    @cached_property
    def claims(self) -> tuple[str, ...]:
        """All claims that the block rests on."""
        return claims_of(source for sources in self.rests_on.values() for source in sources)

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """All evidence that the block rests on, beyond that of the facts that it prints."""
        return evidence_of(source for sources in self.rests_on.values() for source in sources)

    def sources_of(self, path: str) -> tuple[str, ...]:
        """The claims and evidence that one text rests on, beyond the facts that it prints."""
        above = [key for key in self.rests_on if f"{path}.".startswith(f"{key}.")]
        return tuple(dict.fromkeys(source for key in above for source in self.rests_on[key]))


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A block of recipes/common.yaml, used here."""

    kind: Literal["shared"]
    id: Id
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class MainMessage(Block):
    """The one thing to take away, in one or two sentences."""

    kind: Literal["main-message"]

    def shape(self) -> dict[str, WordShape]:
        return {"text": TEXT}


SCALE = ("usual", "centres", "research", "not-recommended")
"""The four places of “where it stands”, from the nearest to the farthest."""


@dataclass(frozen=True)
class Treatment:
    """One row of “where it stands”: a treatment, and its place on the scale of four."""

    id: Id
    stands: Literal["usual", "centres", "research", "not-recommended"]


@dataclass(frozen=True, kw_only=True)
class WhereItStands(Block):
    """Where each treatment stands today for this disease: a place on a scale of four, and why."""

    kind: Literal["where-it-stands"]
    treatments: tuple[Treatment, ...]

    def shape(self) -> dict[str, WordShape]:
        row = Texts({"name": TEXT, "why": TEXT})
        return {"heading": TEXT, "treatments": Texts({treatment.id: row for treatment in self.treatments})}


@dataclass(frozen=True, kw_only=True)
class KeyPoints(Block):
    """The handful of things to know after one minute."""

    kind: Literal["key-points"]
    points: tuple[Id, ...]

    def shape(self) -> dict[str, WordShape]:
        return {"heading": TEXT, "points": _each(self.points)}


@dataclass(frozen=True, kw_only=True)
class Text(Block):
    """A heading and paragraphs, with a list of points and a closing paragraph where the recipe says so.

    Its role says what else the leaflet needs it for: the “condition” is what the disease is.
    """

    kind: Literal["text"]
    role: Literal["condition"] | None = None
    points: tuple[Id, ...] = ()
    also: tuple[Literal["after"], ...] = ()

    def shape(self) -> dict[str, WordShape]:
        keys: dict[str, WordShape] = {"heading": TEXT, "text": PARAGRAPHS}
        if self.points:
            keys["points"] = _each(self.points)
        return keys | dict.fromkeys(self.also, PARAGRAPHS)


@dataclass(frozen=True)
class Step:
    """One step of a treatment, with its pictogram."""

    id: Id
    picture: Id
    also: tuple[Literal["feel", "time"], ...] = ()

    def told(self) -> tuple[str, ...]:
        """What is told beyond title and text, in the order of the page."""
        return tuple(key for key in ("feel", "time") if key in self.also)


@dataclass(frozen=True, kw_only=True)
class Steps(Block):
    """What happens, in order: what is done, how long it takes, what it may feel like."""

    kind: Literal["steps"]
    steps: tuple[Step, ...]
    also: tuple[Literal["intro", "after"], ...] = ()

    def shape(self) -> dict[str, WordShape]:
        steps = {step.id: Texts(dict.fromkeys(("title", "text", *step.told()), TEXT)) for step in self.steps}
        return _in_order({"heading": TEXT, "intro": PARAGRAPHS, "steps": Texts(steps), "after": PARAGRAPHS}, self.also)

    def pictures(self) -> tuple[str, ...]:
        """The pictograms of the heading and of each step."""
        return tuple(dict.fromkeys([*super().pictures(), *(step.picture for step in self.steps)]))


@dataclass(frozen=True, kw_only=True)
class Options(Block):
    """The options side by side: the same rows for each. `no_change` is the one to carry on as now."""

    kind: Literal["options"]
    rows: tuple[Id, ...]
    options: tuple[Id, ...]
    no_change: Id | None = None

    def shape(self) -> dict[str, WordShape]:
        option = Texts({"name": TEXT} | dict.fromkeys(self.rows, TEXT))
        return {
            "heading": TEXT,
            "rows": _each(self.rows),
            "options": Texts(dict.fromkeys(self.options, option)),
        }


@dataclass(frozen=True)
class Figure:
    """An icon array: which values of a fact are drawn filled, shaded and empty; together they make `of`."""

    id: Id
    fact: Id
    of: Id
    filled: Id
    empty: Id
    shaded: Id | None = None
    place: Place = field(default=Place(""), compare=False, repr=False)

    @property
    def parts(self) -> dict[str, str]:
        """How people are drawn, and the value of the fact that says how many, in the order of drawing."""
        parts = {"filled": self.filled, "shaded": self.shaded, "empty": self.empty}
        return {look: value for look, value in parts.items() if value is not None}

    def shape(self) -> Texts:
        """What stands beside the drawing: a title, and a line for each look."""
        return Texts({"title": TEXT} | dict.fromkeys(self.parts, TEXT))


@dataclass(frozen=True, kw_only=True)
class BenefitsHarms(Block):
    """What may get better and what may go wrong, side by side and with equal care.

    Where the recipe names figures, the first is drawn with the benefits and the second with the harms.
    """

    kind: Literal["benefits-harms"]
    benefits: tuple[Id, ...]
    harms: tuple[Id, ...]
    figures: tuple[Figure, ...] = ()
    also: tuple[Literal["intro", "after"], ...] = ()

    def shape(self) -> dict[str, WordShape]:
        figures = {figure.id: figure.shape() for figure in self.figures}
        keys: dict[str, WordShape] = {
            "heading": TEXT,
            "intro": PARAGRAPHS,
            "benefits": Texts({"heading": TEXT, "points": _each(self.benefits)}),
            "harms": Texts({"heading": TEXT, "points": _each(self.harms)}),
            **({"figures": Texts(figures)} if figures else {}),
            "after": PARAGRAPHS,
        }
        return _in_order(keys, self.also)


@dataclass(frozen=True, kw_only=True)
class Result(Block):
    """What one study found: who was in it, icon arrays with every outcome, and what it does not tell."""

    kind: Literal["result"]
    figures: tuple[Figure, ...] = ()

    def shape(self) -> dict[str, WordShape]:
        figures = {figure.id: figure.shape() for figure in self.figures}
        keys: dict[str, WordShape] = {"heading": TEXT, "who": TEXT, "found": TEXT}
        return keys | ({"figures": Texts(figures)} if figures else {}) | {"unknown": TEXT}


Urgency = Literal["emergency", "urgent", "non-urgent"]


Contact = Literal["day-line", "out-of-hours", "emergency"]


@dataclass(frozen=True, kw_only=True)
class CareCard(Block):
    """When to get help, how fast, and which number to ring. Urgency as in the NHS design system."""

    kind: Literal["care-card"]
    urgency: Urgency
    points: tuple[Id, ...]
    contacts: tuple[Contact, ...]
    also: tuple[Literal["after"], ...] = ()

    def shape(self) -> dict[str, WordShape]:
        keys: dict[str, WordShape] = {"heading": TEXT, "points": _each(self.points)}
        return keys | dict.fromkeys(self.also, TEXT)


@dataclass(frozen=True, kw_only=True)
class WarningCallout(Block):
    """Something that a reader must not miss."""

    kind: Literal["warning"]
    points: tuple[Id, ...] = ()

    def shape(self) -> dict[str, WordShape]:
        keys: dict[str, WordShape] = {"heading": TEXT, "text": PARAGRAPHS}
        return keys | ({"points": _each(self.points)} if self.points else {})


@dataclass(frozen=True, kw_only=True)
class Ideas(Block):
    """Lines of one idea each, with a picture at its side, as in easy read.

    Beside the point that a figure is named after, its people are drawn. `about` says which of the things that a
    leaflet may not lack these lines say.
    """

    kind: Literal["ideas"]
    about: Literal["main-message", "where-it-stands", "benefits", "harms", "questions"] | None = None
    points: tuple[Id, ...]
    figures: tuple[Figure, ...] = ()

    def shape(self) -> dict[str, WordShape]:
        return {"heading": TEXT, "points": _each(self.points)}

    @property
    def says(self) -> str:
        return self.about or self.kind

    def needs_sources(self) -> bool:
        """Questions ask, and assert nothing."""
        return self.about != "questions"


@dataclass(frozen=True, kw_only=True)
class Inset(Block):
    """A short text set apart."""

    kind: Literal["inset"]

    def shape(self) -> dict[str, WordShape]:
        return {"text": PARAGRAPHS}


@dataclass(frozen=True, kw_only=True)
class Questions(Block):
    """Questions to ask, each with a box to tick and a line to write on."""

    kind: Literal["questions"]
    questions: tuple[Id, ...]

    def shape(self) -> dict[str, WordShape]:
        return {"heading": TEXT, "intro": TEXT, "questions": _each(self.questions)}

    def needs_sources(self) -> bool:
        """It asks, and asserts nothing."""
        return False


@dataclass(frozen=True, kw_only=True)
class Glossary(Block):
    """The words to know: every term that the handout's words link to, in the order of the alphabet."""

    kind: Literal["glossary"]

    def shape(self) -> dict[str, WordShape]:
        return {"heading": TEXT}

    def needs_sources(self) -> bool:
        """Each term has sources of its own."""
        return False


@dataclass(frozen=True, kw_only=True)
class Sources(Block):
    """The full reference of everything that the handout rests on, or only of its figures."""

    kind: Literal["sources"]
    of: Literal["everything", "figures"] = "everything"

    def shape(self) -> dict[str, WordShape]:
        return {"heading": TEXT}

    def needs_sources(self) -> bool:
        """It is the list of them."""
        return False


@dataclass(frozen=True, kw_only=True)
class About(Block):
    """How the leaflet was made, its edition and date, and where to send corrections. `funding` says who paid for it."""

    kind: Literal["about"]
    points: tuple[Id, ...]
    funding: Id | None = None

    def shape(self) -> dict[str, WordShape]:
        return {"heading": TEXT, "points": _each(self.points), "corrections": TEXT}

    def needs_sources(self) -> bool:
        """It speaks of the leaflet."""
        return False


OwnBlock = (
    MainMessage | WhereItStands | KeyPoints | Text | Steps | Options | BenefitsHarms | Result | CareCard
    | WarningCallout | Ideas | Inset | Questions | Glossary | Sources | About
)  # fmt: skip


AnyBlock = Shared | OwnBlock
