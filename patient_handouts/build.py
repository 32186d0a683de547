"""Builds handouts from content to finished files, each whole or not at all."""

from __future__ import annotations

import base64
import contextlib
import datetime
import functools
import hashlib
import itertools
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from patient_handouts import made, pictures
from patient_handouts.check import check, spoils
from patient_handouts.files import delete, is_ours, keywords_in, sweep, write_whole
from patient_handouts.load import load
from patient_handouts.made import Made
from patient_handouts.model import BETWEEN_LOCALES, REFERENCE_LOCALE, Library, Which
from patient_handouts.problems import HandoutError, MachineError, Problem, did_you_mean

if TYPE_CHECKING:
    from patient_handouts.clinic import Profile
    from patient_handouts.handout import Handout
    from patient_handouts.press import Fit, Printed
    from patient_handouts.render import Language, Page
    from patient_handouts.workers import Executor, Task


@dataclass(frozen=True)
class Project:
    """The folders that handouts are made from."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def styles(self) -> Path:
        return self.root / "styles"

    @property
    def sign_offs(self) -> Path:
        """The file of sign-offs that all users of this content share."""
        return self.content / "signoffs.yaml"

    def stamp(self) -> str:
        """One stamp for all of its files."""
        return made.stamp((self.content, self.templates, self.styles))

    def load(self, own_sign_offs: Path | None = None, only: Collection[str] | None = None) -> Library:
        """Read the content, and the sign-offs of a clinic's own file beside those that all share.

        :param only: the locales to read, beside English; all if None.
        """
        return load(self.content, own_sign_offs, only)

    def check(self, library: Library, day: datetime.date, to_build: Iterable[Which] | None = None) -> list[Problem]:
        """All problems of the content, as of a day; or what keeps some handouts from being built, which is faster."""
        recipes = None if to_build is None else {library.recipe_of(which.disease, which.format) for which in to_build}
        return check(library, pictures.pictograms(self.styles), day, recipes)


@dataclass(frozen=True)
class Order:
    """How handouts are wanted: on which paper, as approved on which day, whose, and with what note.

    `stamp` is that of the project's files, taken before any of them was read: what is edited while a build runs must
    be seen by the next one.
    """

    paper: str
    day: datetime.date
    allow_expired: bool = False
    clinic: Profile | None = None
    sign_offs: Path | None = None
    stamp: str = ""
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Outcome:
    """What became of one handout: its file, page count and approval, or why there is none.

    `sheets` is the file to print, fold and staple, where there is one. `as_before` says that it lay there already.
    `removed` says why one that nobody asked for now was deleted: it may not be given out any more.
    """

    which: Which
    path: Path
    pages: int = 0
    standing: str = ""
    failure: str = ""
    sheets: Path | None = None
    as_before: bool = False
    removed: str = ""


class UnfinishedError(HandoutError):
    """Handouts were asked for in a language that they are not finished in."""


def to_read(project: Project, locale: str | None, output: Path) -> frozenset[str] | None:
    """The locales that a build has to read: those asked for, and those of what lies there. None means all."""
    wanted = frozenset(locale.split(BETWEEN_LOCALES)) if locale else frozenset()
    if not wanted or not all(_is_locale(project, tag) for tag in wanted):
        return None
    return wanted | {tag for tag in made.locales(output) if _is_locale(project, tag)}


def _is_locale(project: Project, tag: str) -> bool:
    return (project.content / tag / "locale.yaml").is_file()


def choose(library: Library, diseases: Iterable[str], locale: str | None, formats: Iterable[str] = ()) -> list[Which]:
    """The handouts asked for; all that are offered where nothing is named, in the formats that are always built.

    :raises HandoutError: for a disease, locale or format that there is not, with the nearest that there is.
    """
    diseases, formats = list(dict.fromkeys(diseases)), list(dict.fromkeys(formats))
    if not library.formats:
        raise HandoutError("content/formats.yaml cannot be read. Run “python generate.py check”.")
    if not library.diseases or not library.locales:
        raise HandoutError("There is no content to build from. Are content/recipes/ and content/en/ in their places?")
    tags = locale.split(BETWEEN_LOCALES) if locale else []
    for name, known, what in (
        *((disease, library.diseases, "handout") for disease in diseases),
        *((format_, library.formats, "format") for format_ in formats),
    ):
        if name not in known:
            raise HandoutError(f"There is no {what} “{name}”. {did_you_mean(name, known)}")
    for tag in tags:
        if tag not in library.locales:
            raise HandoutError(_no_locale(library, tag))
    named = bool(formats)
    formats = formats or [name for name, format_ in library.formats.items() if format_.build == "always"]
    if locale == REFERENCE_LOCALE:
        return [Which(disease, locale, f) for disease in diseases or library.diseases for f in formats]
    if len(tags) > 1:
        return _bilingual(library, diseases or library.diseases, tags, formats, named)
    wanted = [which for which in library.offered() if locale in (None, which.locale) and which.format in formats]
    wanted = [which for which in wanted if which.disease in diseases or not diseases]
    unfinished = set(diseases) - {which.disease for which in wanted}
    if locale and (unfinished or not wanted):
        raise UnfinishedError(_unfinished(library, locale, sorted(unfinished) or library.diseases, formats))
    return wanted


def left_out(library: Library, chosen: Iterable[Which]) -> dict[str, int]:
    """How many handouts of each language are not among those chosen, since their words are not finished."""
    chosen = list(chosen)
    diseases, formats = {which.disease for which in chosen}, {which.format for which in chosen}
    found = {
        tag: sum(
            not library.is_complete(library.recipe_of(disease, format_), tag)
            for disease in diseases
            for format_ in formats
        )
        for tag in library.locales
        if tag != REFERENCE_LOCALE
    }
    return {tag: count for tag, count in found.items() if count}


def _bilingual(
    library: Library, diseases: Iterable[str], tags: list[str], formats: list[str], named: bool
) -> list[Which]:
    """Handouts in two languages; formats in which there are none are passed over where nobody named them."""
    if len(tags) != 2 or tags[0] == tags[1]:
        raise HandoutError("A bilingual handout has two languages, like “en+ar”.")
    able = [name for name, format_ in library.formats.items() if format_.bilingual]
    unable = [name for name in formats if name not in able]
    if unable and named:
        what = f"The format {unable[0]} has no room for two languages on a page."
        raise HandoutError(f"{what} Build it in each by itself, or choose {', '.join(able)}.")
    for tag in set(tags) - {REFERENCE_LOCALE}:
        missing = [d for d in diseases for f in formats if not library.is_complete(library.recipe_of(d, f), tag)]
        if missing:
            raise UnfinishedError(_unfinished(library, tag, dict.fromkeys(missing), formats))
    locale = BETWEEN_LOCALES.join(tags)
    return [Which(disease, locale, format_) for disease in diseases for format_ in formats if format_ in able]


def _no_locale(library: Library, tag: str) -> str:
    from patient_handouts.tags import nearest_locale

    return f"There is no locale “{tag}”. {nearest_locale(tag, library.locales)}There are: {', '.join(library.locales)}."


def _unfinished(library: Library, locale: str, diseases: Iterable[str], formats: Iterable[str]) -> str:
    """Why handouts are not offered in a locale."""
    recipes = [library.recipe_of(disease, format_) for disease in diseases for format_ in formats]
    todo = {problem for recipe in recipes for problem in library.todo_of(recipe, locale)}
    if not todo:
        return f"{', '.join(diseases)}: mistakes in “{locale}”. Run “python generate.py locale check {locale}”."
    texts = "1 text is" if len(todo) == 1 else f"{len(todo)} texts are"
    what = f"not finished in “{locale}”: {texts} to be translated or looked at again"
    return f"{', '.join(diseases)}: {what}. Run “python generate.py locale check {locale}”."


def is_spoiled(library: Library, problems: Iterable[Problem], which: Which) -> bool:
    """Whether a handout may not be made; a translation also needs the English that it was made from."""
    recipe = library.recipe_of(which.disease, which.format)
    tags = {*which.locales, REFERENCE_LOCALE}
    return any(spoils(library, problem, recipe, tag) for problem in problems for tag in tags)


def handout_path(output: Path, which: Which, ending: str = "") -> Path:
    """Where a handout's PDF goes; a further file beside it has an ending of its own."""
    return output / which.locale / f"{which.stem}{ending}.pdf"


SHEETS = "-to-print-and-fold"
"""The ending of the name of a file of sheets, which is only for printing."""

WITH_NOTE = "-with-note"
"""The ending of the name of a handout for one patient."""


def build(
    project: Project,
    library: Library,
    problems: Iterable[Problem],
    chosen: Iterable[Which],
    output: Path,
    order: Order,
    workers: Executor,
) -> Iterator[Outcome]:
    """Build handouts, as approved on a day: what lies there as it would be made now stays, all else is made.

    A handout that a problem spoils is not built, and what an earlier build made of it is deleted, whether it was asked
    for now or not: what lies in the output folder always rests on content that was found sound. Files that this
    program did not make are neither overwritten nor deleted.

    :param problems: of the content, for those that are chosen and for those that `to_look_at` names.
    :param workers: what sets the pages.
    :raises HandoutError: before the first, if nothing can be typeset on this machine, the clinic's name or the
        note cannot be printed, or a catalogue would take the place of somebody else's page.
    """
    sweep(output)
    _refuse_foreign_catalogues(library, output)
    yield from _Build(project, library, list(problems), list(chosen), output, order).outcomes(workers)


def as_before(
    project: Project, library: Library, chosen: Iterable[Which], output: Path, order: Order
) -> list[Outcome] | None:
    """What lies there already, if one look at all files shows that nothing has changed; else None."""
    before = made.read_all(output)
    if order.note or not before or to_look_at(output, order) or _unrecorded(output, before.values()):
        return None
    if not all(lies.is_whole(output) for lies in before.values()):
        return None
    found = [before.get(which) for which in chosen]
    if any(lies is None or lies.paper != order.paper for lies in found):
        return None
    _list(project, library, before.values(), output)
    return [_lying(lies, output) for lies in found if lies]


def to_look_at(output: Path, order: Order) -> list[Which]:
    """What lies there and was not yet seen to be right by today's content, facts and approvals."""
    inputs = stamp_of(order)
    return [which for which, lies in made.read_all(output).items() if lies.inputs != inputs]


def _unrecorded(output: Path, records: Iterable[Made]) -> list[Path]:
    """Files of this program that no record tells of: those with a note, and those of a build that was broken off."""
    known = {output / name for lies in records for name in lies.files}
    found = [path for ending in ("pdf", "html") for path in output.glob(f"*/*.{ending}")]
    return [path for path in sorted(found) if path not in known and is_ours(path)]


def _refuse_foreign_catalogues(library: Library, output: Path) -> None:
    from patient_handouts import catalogue

    for tag in library.locales:
        if not is_ours(path := output / catalogue.name_of(tag)):
            raise HandoutError(_foreign(path))


def _foreign(path: Path) -> str:
    return (
        f"{path} was not made by this program, and stays as it is. Move it elsewhere, or choose another folder with "
        "--output."
    )


def _list(project: Project, library: Library, current: Iterable[Made], output: Path) -> None:
    """Write the catalogues that say anything else than those that lie there, and delete those not needed any more."""
    from patient_handouts import catalogue

    _refuse_foreign_catalogues(library, output)
    listed = list(current)
    pages = catalogue.pages(library, listed, project.templates, project.styles)
    for name, page in pages.items():
        if not listed and not (output / name).exists():
            continue  # a refused build leaves no page behind that lists nothing
        if made.fingerprint_of(output / name) != hashlib.sha256(page.encode()).hexdigest():
            write_whole(output / name, page.encode(), output)
    for tag in library.locales:
        if catalogue.name_of(tag) not in pages:
            delete(output / catalogue.name_of(tag))


def stamp_of(order: Order) -> str:
    """The stamp of all that handouts are made from."""
    clinic = order.clinic
    more: list[str | bytes] = [order.stamp, order.day.isoformat(), str(order.allow_expired)]
    if clinic:
        more += [repr(clinic.clinic), clinic.logo.data if clinic.logo else b""]
    own = order.sign_offs or (clinic.sign_offs if clinic else None)
    if own:
        more.append(own.read_bytes())
    return made.stamp((), *more)


def _lying(lies: Made, output: Path, as_before: bool = True) -> Outcome:
    """The outcome of a handout that lies there."""
    sheets = handout_path(output, lies.which, SHEETS)
    folded = sheets.relative_to(output).as_posix() in lies.files
    path = handout_path(output, lies.which)
    return Outcome(lies.which, path, lies.pages, lies.standing, "", sheets if folded else None, as_before)


def get_ready(library: Library, chosen: Iterable[Which], output: Path, order: Order, workers: Executor) -> None:
    """Have processes load what they need while the content is being checked, where there is something new to make."""
    from patient_handouts import fonts
    from patient_handouts.engine import make_ready

    missing = [which for which in chosen if order.note or not made.record_path(output, which).exists()]
    headers = [library.locales[tag].header for which in missing for tag in which.locales]
    with contextlib.suppress(HandoutError):  # a font that is missing is told where it is needed
        fonts.use_only(font for header in headers if header for font in header.fonts)
        workers.warm(len(missing), make_ready)


@dataclass(frozen=True)
class _Plan:
    """A handout to be made: from what, in one language or two, what lies beside it, and the key of all of that."""

    handouts: tuple[Handout, ...]
    page: Page
    screen: str
    fold: bool
    fit: Fit
    key: str

    @property
    def which(self) -> Which:
        """The name of the handout."""
        locale = BETWEEN_LOCALES.join(handout.locale for handout in self.handouts)
        return self.handouts[0].which._replace(locale=locale)


class _Build:
    """One build into one folder."""

    def __init__(
        self,
        project: Project,
        library: Library,
        problems: list[Problem],
        chosen: list[Which],
        output: Path,
        order: Order,
    ) -> None:
        self.project = project
        self.library = library
        self.problems = problems
        self.chosen = chosen
        self.output = output
        self.order = order
        self.before = made.read_all(output)
        self.inputs = stamp_of(order)
        self.now: dict[Which, Made] = {}
        logo = order.clinic.logo if order.clinic else None
        self.logo = pictures.Picture(logo.data, logo.media_type) if logo else None

    def outcomes(self, workers: Executor) -> Iterator[Outcome]:
        plans: dict[Which, _Plan] = {}
        settled: list[Outcome] = []
        for which, printed in workers.results(self.tasks(workers, plans, settled)):
            yield from settled
            settled.clear()
            yield self.finished(which, plans.pop(which), printed)
        yield from settled
        yield from self.look_at_the_rest()
        if self.now or not self.order.note:  # a note does not make a catalogue
            _list(self.project, self.library, self.now.values(), self.output)

    def tasks(
        self, workers: Executor, plans: dict[Which, _Plan], settled: list[Outcome]
    ) -> Iterator[Task[Which, Printed]]:
        """What is to be made, planned while what came before it is being made; what is not to be made is settled."""
        from patient_handouts import fonts

        for which in self.chosen:
            plan = self.plan(which, self.order)
            lies = None if self.order.note else self.before.get(which)
            recorded = {self.output / name for name in lies.files} if lies else set()
            if foreign := next(
                (path for path in self.files(which) if path not in recorded and not is_ours(path)), None
            ):
                settled.append(Outcome(which, self.path(which), failure=_foreign(foreign)))
            elif isinstance(plan, HandoutError):
                settled.append(self.failed(which, str(plan)))
            elif lies and lies.key == plan.key and lies.is_whole(self.output):
                settled.append(self.outcome(self.still_right(lies, plan), as_before=True))
            else:
                if fonts.use_only(plan.page.fonts):
                    workers.renew()
                plans[which] = plan
                yield self.task(which, plan)

    def still_right(self, lies: Made, plan: _Plan) -> Made:
        """Note that a handout lies there as it would be made today.

        Its page for browsers names the languages that lie beside it: it is written anew when one comes or goes.
        """
        files = dict(lies.files)
        with contextlib.suppress(HandoutError):  # then it will have to be looked at again
            if plan.screen:
                path, data = handout_path(self.output, lies.which).with_suffix(".html"), plan.screen.encode()
                name, fingerprint = path.relative_to(self.output).as_posix(), hashlib.sha256(data).hexdigest()
                if files.get(name) != fingerprint:
                    write_whole(path, data, self.output)
                    files[name] = fingerprint
            if lies.inputs != self.inputs or lies.files != files:
                lies = replace(lies, inputs=self.inputs, files=files)
                made.write(self.output, lies)
        self.now[lies.which] = lies
        return lies

    def plan(self, which: Which, order: Order) -> _Plan | HandoutError:
        """What a handout is to be made from, or why it may not be given out."""
        from patient_handouts.bilingual import bilingual_page
        from patient_handouts.press import Fit
        from patient_handouts.render import page, screen

        if is_spoiled(self.library, self.problems, which):
            return HandoutError("its content has mistakes (see above)")
        handouts: list[Handout] = []
        for tag in which.locales:
            handout = _put_together(self.library, which._replace(locale=tag), order)
            if isinstance(handout, HandoutError):
                return handout
            handouts.append(handout)
        templates, styles = self.project.templates, self.project.styles
        format_ = self.library.formats[which.format]
        if len(handouts) == 1:
            on_paper = page(handouts[0], order.paper, templates, styles, self.logo)
        else:
            on_paper = bilingual_page(
                handouts[0], handouts[1], format_.bilingual or "", order.paper, templates, styles, self.logo
            )
        fold = format_.fold == "yes"
        # A note is for one sheet of paper, a booklet on a screen would be the leaflet itself, and a screen has a switch
        # of languages.
        on_screen = not order.note and not fold and len(handouts) == 1
        twin = screen(handouts[0], self.languages(which), templates, styles, self.logo) if on_screen else ""
        # What was sound by other rules of language may not be so any more: then it has to be looked at again.
        rules = repr([self.library.locales[tag].language for tag in which.locales])
        fit = Fit(self.pages(handouts), format_.fit if format_.fit and len(handouts) == 1 else (1.0,))
        key = made.key_of(on_paper, str(bool(twin)), str(fold), str(fit), order.paper, rules)
        return _Plan(tuple(handouts), on_paper, twin, fold, fit, key)

    def languages(self, which: Which) -> list[Language]:
        """The languages that a handout lies there in, or is being made in."""
        from patient_handouts.render import Language

        found = []
        for tag, content in self.library.locales.items():
            same = which._replace(locale=tag)
            if content.header and (same in self.chosen or same in self.before):
                found.append(Language(tag, str(content.header.name), content.header.direction))
        return found

    def task(self, which: Which, plan: _Plan) -> Task[Which, Printed]:
        from patient_handouts.press import press
        from patient_handouts.workers import Task

        return Task(which, press, (plan.page, plan.handouts[0].direction if plan.fold else "", plan.fit))

    def pages(self, handouts: Sequence[Handout]) -> int:
        """The pages that the recipe grants, for each language; more where one needs more room and the type stays."""
        granted = 0
        for handout in handouts:
            header = self.library.locales[handout.locale].header
            assert header
            pages: int = getattr(self.library.recipes[handout.recipe].pages[handout.format], self.order.paper.lower())
            fits = self.library.formats[handout.format].fit and len(handouts) == 1
            granted += pages if fits else math.ceil(pages * header.room)
        return granted

    def finished(self, which: Which, plan: _Plan, printed: Printed | HandoutError) -> Outcome:
        """Put the files of a handout in place."""
        if isinstance(printed, MachineError):
            raise printed
        if isinstance(printed, HandoutError):
            # What the typesetter says of a page may quote it, and a note is nowhere but in its file.
            return self.failed(which, "The page cannot be set with this note." if self.order.note else str(printed))
        if too_long := self.too_long(plan.handouts, printed.pages):
            return self.failed(which, str(too_long))
        files = {self.path(which): printed.pdf}
        if printed.sheets:
            files[self.path(which, SHEETS)] = printed.sheets
        if plan.screen:
            files[self.path(which).with_suffix(".html")] = plan.screen.encode()
        try:
            for path, data in files.items():
                write_whole(path, data, self.output, private=bool(self.order.note))
            record = self.record(plan, printed, files)
            if not self.order.note:
                made.write(self.output, record)
                self.now[which] = record
        except HandoutError as error:
            return Outcome(which, self.path(which), failure=f"{error} Choose another folder with --output.")
        return self.outcome(record)

    def record(self, plan: _Plan, printed: Printed, files: Mapping[Path, bytes]) -> Made:
        which, handouts = plan.which, plan.handouts
        return Made(
            disease=which.disease,
            locale=which.locale,
            format=which.format,
            key=plan.key,
            inputs=self.inputs,
            files={
                path.relative_to(self.output).as_posix(): hashlib.sha256(data).hexdigest()
                for path, data in files.items()
            },
            pages=printed.pages,
            paper=self.order.paper,
            titles=tuple(str(handout.title) for handout in handouts),
            edition=_editions(handouts),
            approval=_approval(handouts),
            standing=self.standing(handouts),
            thumbnail=base64.b64encode(printed.thumbnail).decode(),
        )

    def standing(self, handouts: Iterable[Handout]) -> str:
        """How far handouts are approved, in a word or a few."""
        from patient_handouts.signoff import summary

        return "; ".join(dict.fromkeys(summary(self.library, handout, self.order.day) for handout in handouts))

    def path(self, which: Which, ending: str = "") -> Path:
        return handout_path(self.output, which, (WITH_NOTE if self.order.note else "") + ending)

    def outcome(self, lies: Made, as_before: bool = False) -> Outcome:
        found = _lying(lies, self.output, as_before)
        return replace(
            found, path=self.path(lies.which), sheets=self.path(lies.which, SHEETS) if found.sheets else None
        )

    def failed(self, which: Which, failure: str) -> Outcome:
        """Delete what an earlier build made of a handout, and say why there is none."""
        record = [] if self.order.note else [made.record_path(self.output, which)]
        return Outcome(which, self.path(which), failure=_deleted([*self.files(which), *record], failure))

    def files(self, which: Which) -> list[Path]:
        """All files that a handout may have, but for its record."""
        path = self.path(which)
        return [path, self.path(which, SHEETS), *([] if self.order.note else [path.with_suffix(".html")])]

    def too_long(self, handouts: Sequence[Handout], pages: int) -> Problem | None:
        handout = handouts[0]
        budget = self.pages(handouts)
        if any(each.marks != (each.labels["draft"],) for each in handouts):
            budget += 1  # the names of those who approved it may run over onto one more page
        if handout.clinic or handout.note:
            budget += max(budget // 7, 1)  # and so may a clinic's own details; they need more of smaller pages
        if pages <= budget:
            return None
        what = f"the handout fills {pages} pages in the format “{handout.format}”, but may fill {budget}."
        return Problem(self.library.recipes[handout.recipe].place, what, "Shorten its words, or raise “pages”.")

    def look_at_the_rest(self) -> Iterator[Outcome]:
        """See what lies there and was not asked for: what may not be given out any more is deleted, and told.

        What is as it would be made now is listed again; what only looks otherwise now stays, and is not.
        """
        known = self.before.keys()
        self.before = made.read_all(self.output)  # another build may have made some meanwhile
        came_or_went = {(which.disease, which.format) for which in known ^ self.before.keys()}
        asked_for = set() if self.order.note else set(self.chosen)
        plain = replace(self.order, note="")
        for which in self.before.keys() - asked_for:
            lies = self.before[which]
            same = lies.inputs == self.inputs and (which.disease, which.format) not in came_or_went
            if same and lies.is_whole(self.output):
                self.now[which] = lies
                continue
            plan = self.plan(which, replace(plain, paper=lies.paper)) if self.library.is_offered(which) else None
            path = handout_path(self.output, which)
            if why := self.why_not(lies, plan):
                files = [*(self.output / name for name in lies.files), made.record_path(self.output, which)]
                yield Outcome(which, path, removed=_deleted(files, why))
            elif isinstance(plan, _Plan) and plan.key == lies.key and lies.is_whole(self.output):
                self.still_right(lies, plan)
        just_made = {path for which in self.chosen for path in self.files(which)}
        for path in _unrecorded(self.output, self.before.values()):
            named = self.named(path)
            if named and path not in just_made and (why := self.why_not_unrecorded(named, path, plain)):
                yield Outcome(named, path, removed=_deleted([path], why))

    def why_not(self, lies: Made, plan: _Plan | HandoutError | None) -> str:
        """Why what lies there may not be given out any more; empty if it may."""
        if plan is None:
            return "there is no such leaflet any more."
        if isinstance(plan, HandoutError):
            return str(plan)
        if lies.edition != _editions(plan.handouts):
            return "its text has changed since. Build it anew."
        if lies.approval != _approval(plan.handouts):
            return "its approval has changed since. Build it anew."
        return ""

    def named(self, path: Path) -> Which | None:
        """The handout that a file is of, by its name."""
        stem = path.stem.removesuffix(SHEETS).partition(WITH_NOTE)[0]
        names = itertools.product(self.library.diseases, (path.parent.name,), self.library.formats)
        return next((which for which in itertools.starmap(Which, names) if which.stem == stem), None)

    def why_not_unrecorded(self, which: Which, path: Path, order: Order) -> str:
        """Why a file of no record may not be given out any more: it says itself of which text it is."""
        from patient_handouts.render import as_printed

        plan = self.plan(which, order) if self.library.is_offered(which) else None
        if not isinstance(plan, _Plan):
            return str(plan or "there is no such leaflet any more.")
        said = keywords_in(path)
        same = all(as_printed(handout).keywords in said for handout in plan.handouts)
        return "" if same else "its text or its approval has changed since. Build it anew."


def _deleted(files: Iterable[Path], why: str) -> str:
    """Delete files that this program made. Returns why, and which could not be deleted."""
    for file in files:
        try:
            if is_ours(file) or file.suffix == ".json":
                delete(file)
        except HandoutError as error:
            why += f" {error}"
    return why


def _approval(handouts: Iterable[Handout]) -> str:
    """A fingerprint of what the pages of handouts say about who has checked them."""
    return hashlib.sha256(repr([(handout.marks, handout.standing) for handout in handouts]).encode()).hexdigest()


def _editions(handouts: Iterable[Handout]) -> str:
    return ", ".join(handout.edition for handout in handouts)


def _put_together(library: Library, which: Which, order: Order) -> Handout | HandoutError:
    """A handout, or why it may not be given out."""
    from patient_handouts.assemble import for_clinic, with_note

    try:
        handout = _approved(library, which, order.day, order.allow_expired)
    except HandoutError as error:
        return error
    if order.clinic:
        handout = for_clinic(handout, library, order.clinic)
    return with_note(handout, order.note) if order.note else handout


@functools.lru_cache(maxsize=512)  # of a hundred kilobytes each; every clinic gets the same ones
def _approved(library: Library, which: Which, day: datetime.date, allow_expired: bool) -> Handout:
    from patient_handouts.assemble import assemble
    from patient_handouts.signoff import stand

    return stand(library, assemble(library, *which), day, allow_expired)
