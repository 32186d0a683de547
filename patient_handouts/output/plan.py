"""What a handout is to be made from: all that is decided before a page is set. Nothing is written here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from patient_handouts.content.library import Library
from patient_handouts.content.names import BETWEEN_LOCALES, HandoutName
from patient_handouts.handout.parts import Handout
from patient_handouts.output.order import Order
from patient_handouts.page.bilingual import bilingual_page
from patient_handouts.page.paper import page
from patient_handouts.page.screen import OtherLanguage, screen
from patient_handouts.pdf.page import Page, Picture
from patient_handouts.pdf.press import Fit
from patient_handouts.problems import Problem
from patient_handouts.snapshot import Snapshot


@dataclass(frozen=True)
class Plan:
    """A handout to be made: from what, in one language or two, and what lies beside it.

    :param screen: its page for browsers; empty if it has none.
    :param fold: the direction of its text, if it is to be folded; else empty.
    :param budget: how many pages it may fill.
    """

    handouts: tuple[Handout, ...]
    page: Page
    screen: str
    fold: str
    fit: Fit
    budget: int

    @property
    def name(self) -> HandoutName:
        """The name of the handout."""
        locale = BETWEEN_LOCALES.join(handout.locale for handout in self.handouts)
        return self.handouts[0].handout_name._replace(locale=locale)

    @property
    def edition(self) -> str:
        """Its edition, or both."""
        return ", ".join(handout.edition for handout in self.handouts)


def prepare(snapshot: Snapshot, name: HandoutName, order: Order, languages: Sequence[OtherLanguage] = ()) -> Plan:
    """What a handout is to be made from.

    :param languages: those that a reader of its page for browsers can change to, its own among them.
    :raises ContentError: if its content has mistakes.
    :raises HandoutError: if it may not be given out, or cannot be printed.
    """
    handouts = tuple(
        snapshot.handout(name._replace(locale=tag), order.clinic, order.note, order.allow_expired)
        for tag in name.locales
    )
    format_ = snapshot.library.formats[name.format]
    design = snapshot.design
    logo = Picture(order.clinic.logo, "image/png") if order.clinic and order.clinic.logo else None
    if len(handouts) == 1:
        on_paper = page(handouts[0], order.paper, design, logo)
    else:
        on_paper = bilingual_page(handouts[0], handouts[1], format_.bilingual or "", order.paper, design, logo)
    folded = format_.fold == "yes"
    # A note is for one sheet of paper, a booklet on a screen would be the leaflet itself, and a screen has a switch
    # of languages.
    on_screen = not order.note and not folded and len(handouts) == 1
    pages = _granted(snapshot.library, handouts, order.paper)
    return Plan(
        handouts=handouts,
        page=on_paper,
        screen=screen(handouts[0], languages, design, logo) if on_screen else "",
        fold=handouts[0].direction if folded else "",
        fit=Fit(pages, format_.fit if format_.fit and len(handouts) == 1 else (1.0,)),
        budget=pages + _extra(handouts, pages),
    )


def _granted(library: Library, handouts: Sequence[Handout], paper: str) -> int:
    """The pages that the recipe grants, for each language; more where one needs more room and the type stays."""
    granted = 0
    for handout in handouts:
        header = library.locales[handout.locale].header
        assert header
        pages: int = getattr(library.recipes[handout.recipe].pages[handout.format], paper.lower())
        shrinks = library.formats[handout.format].fit and len(handouts) == 1
        granted += pages if shrinks else math.ceil(pages * header.room)
    return granted


def _extra(handouts: Sequence[Handout], granted: int) -> int:
    """Pages beyond those granted, for what the recipe cannot know."""
    handout = handouts[0]
    more = 0
    if any(each.marks != (each.labels["draft"],) for each in handouts):
        more += 1  # the names of those who approved it may run over onto one more page
    if handout.clinic or handout.note:
        more += max((granted + more) // 7, 1)  # and so may a clinic's own details; they need more of smaller pages
    return more


def too_long(library: Library, plan: Plan, pages: int) -> Problem | None:
    """What is wrong with a handout that fills more pages than it may."""
    if pages <= plan.budget:
        return None
    handout = plan.handouts[0]
    what = f"the handout fills {pages} pages in the format “{handout.format}”, but may fill {plan.budget}."
    return Problem(library.recipes[handout.recipe].place, what, "Shorten its words, or raise “pages”.")
