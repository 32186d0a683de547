"""Who has approved a handout: exactly this text, by whom, and until when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from patient_handouts.content.approvals import SignOff
from patient_handouts.content.library import Library
from patient_handouts.content.names import PAGE
from patient_handouts.handout.parts import Handout
from patient_handouts.handout.transcript import Transcript, fingerprint, names, transcript
from patient_handouts.locales import cldr
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.problems import HandoutError

Role = Literal["clinician", "translator", "patient-reader"]


@dataclass(frozen=True)
class Approval:
    """How far the people of one role have approved a handout.

    `given` are the sign-offs that together cover it, `open` the blocks that no sign-off covers, and `over` is
    the day on which the approval of the first block lapsed, if one has.
    """

    role: Role
    given: tuple[SignOff, ...]
    open: tuple[str, ...]
    over: datetime.date | None = None

    @property
    def whole(self) -> bool:
        """Whether every block was approved, at whatever time."""
        return not self.open


def approval(library: Library, handout: Handout, english: Handout, role: Role, day: datetime.date) -> Approval:
    """What the sign-offs of one role say about a handout as it is now.

    A clinician may approve a translation itself or the English that it was made from; a translator approves
    the words of the translation for the English that stands beside them.

    :param english: the same handout in English; itself, if it is English.
    """
    entries = sorted(entries_for(library, handout, role), key=lambda entry: entry.date)  # the newest counts
    if not entries:
        return Approval(role, (), tuple(block for block in names(handout) if block != PAGE))
    wanted = fingerprints(handout, english, role)
    also: Mapping[str, str] = {}
    if role == "clinician" and handout.locale != REFERENCE_LOCALE:
        also = fingerprints(english, english, role)
    given: dict[str, SignOff] = {}
    for entry in entries:
        hashes = wanted if entry.locale == handout.locale else also
        if entry.date <= day and entry.has_sound_dates:
            given |= {block: entry for block in wanted if hashes.get(block, "") == entry.blocks.get(block)}
    over = min((entry.until for entry in given.values() if entry.until < day), default=None)
    covering = tuple(dict.fromkeys(given[block] for block in wanted if block in given))
    return Approval(role, covering, tuple(block for block in wanted if block not in given), over)


def stand(
    library: Library, handout: Handout, english: Handout, day: datetime.date, allow_expired: bool = False
) -> Handout:
    """A handout with its marks and with who has approved it, as of a day.

    :raises HandoutError: if an approval has lapsed, unless that is allowed and is to be marked on every page.
    """
    header = library.locales[handout.locale].header
    assert header
    labels = handout.labels
    marks: list[str] = []
    standing: list[str] = []
    due = [handout.recheck_by]
    for role, mark, missing, line in _ROLES:
        if role == "translator" and handout.locale == REFERENCE_LOCALE:
            continue
        found = approval(library, handout, english, role, day)
        if found.whole and found.over and mark:
            if not allow_expired:
                raise HandoutError(_lapsed(handout, found))
            date = cldr.date(found.over.isoformat(), handout.locale, header)
            marks.append(labels["expired"].replace("{date}", date))
        if found.whole:
            due += [entry.until for entry in found.given if mark]
            for entry in found.given:
                date = cldr.date(entry.date.isoformat(), handout.locale, header)
                standing.append(labels[line].replace("{date}", date).replace("{who}", who(entry)))
        else:
            standing.append(labels[missing])
            marks += [labels[mark]] if mark else []
    date = cldr.date(min(due).isoformat(), handout.locale, header)
    standing.append(labels["next-check"].replace("{date}", date))
    return replace(handout, marks=tuple(dict.fromkeys(marks)), standing=tuple(dict.fromkeys(standing)))


def summary(library: Library, handout: Handout, english: Handout, day: datetime.date) -> str:
    """How a handout stands, for whoever builds it: approved, out of date, or a draft, and why it is one again."""
    found = [approval(library, handout, english, role, day) for role in needed(handout)]
    if all(each.whole for each in found):
        return "out of date" if any(each.over for each in found) else "approved"
    changed = dict.fromkeys(block for each in found if each.given for block in each.open)
    return f"draft again: {', '.join(changed)} changed since approval" if changed else "draft"


def needed(handout: Handout) -> list[Role]:
    """Whose approval takes the draft mark away."""
    return ["clinician"] if handout.locale == REFERENCE_LOCALE else ["clinician", "translator"]


# The roles, with the mark on every page and the line at the end while an approval is missing, and the line when not.
_ROLES: tuple[tuple[Role, str, str, str], ...] = (
    ("clinician", "draft", "not-checked", "checked"),
    ("translator", "draft-translation", "translation-not-checked", "translation-checked"),
    ("patient-reader", "", "not-tested", "tested"),
)


def fingerprints(handout: Handout, english: Handout, role: Role) -> dict[str, str]:
    """The fingerprint of each block as a person of a role approves it."""
    texts = approved_text(handout)
    if role != "translator":
        return {block: fingerprint(lines) for block, lines in texts.items()}
    beside = approved_text(english)
    return {block: fingerprint(lines, beside.get(block, ())) for block, lines in texts.items()}


def approved_text(handout: Handout) -> Transcript:
    """What is approved: all blocks, title and subtitle, and not what runs along the pages."""
    return {block: lines for block, lines in transcript(handout).items() if block != PAGE}


def entries_for(library: Library, handout: Handout, role: Role) -> Iterable[SignOff]:
    tags = {handout.locale} | ({REFERENCE_LOCALE} if role == "clinician" else set())
    for entry in library.sign_offs:
        same_text = (entry.disease, entry.format) == (handout.disease, handout.text_of)
        if same_text and entry.as_ == role and entry.locale in tags:
            yield entry


def who(entry: SignOff) -> str:
    parts = [entry.name if entry.print_name == "yes" else None, entry.role, entry.organisation]
    return ", ".join(part for part in parts if part)


def _lapsed(handout: Handout, found: Approval) -> str:
    again = f"“python generate.py sign-off {handout.disease} --locale {handout.locale} --as {found.role} …”"
    return (
        f"its check by a {found.role} was due by {found.over}. Have it checked again and record that with {again}, "
        "or build it with --allow-expired: then every page says that it is out of date"
    )
