"""Which handouts there are, and which a person means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patient_handouts.content.library import Library
from patient_handouts.content.names import BETWEEN_LOCALES, HandoutName
from patient_handouts.locales.cldr import cldr
from patient_handouts.locales.tags import REFERENCE_LOCALE, nearest_locale
from patient_handouts.problems import HandoutError, did_you_mean


def known(name: str, names: Iterable[str], what: str) -> None:
    """Refuse a name that there is not.

    :raises HandoutError: with the nearest that there is.
    """
    names = list(names)
    if name not in names:
        raise HandoutError(f"There is no {what} “{name}”. {did_you_mean(name, names)}")


class UnfinishedError(HandoutError):
    """Handouts were asked for in a language that they are not finished in."""


def choose(
    library: Library, diseases: Iterable[str], locale: str | None, formats: Iterable[str] = ()
) -> list[HandoutName]:
    """The handouts asked for; all that are offered where nothing is named, in the formats that are always built.

    :raises HandoutError: for a disease, locale or format that there is not, with the nearest that there is.
    """
    diseases, formats = list(dict.fromkeys(diseases)), list(dict.fromkeys(formats))
    if not library.formats:
        raise HandoutError("content/formats.yaml cannot be read. Run “python generate.py check”.")
    if not library.diseases or not library.locales:
        raise HandoutError("There is no content to build from. Are content/recipes/ and content/en/ in their places?")
    tags = locale.split(BETWEEN_LOCALES) if locale else []
    for disease in diseases:
        known(disease, library.diseases, "handout")
    for format_ in formats:
        known(format_, library.formats, "format")
    for tag in tags:
        if tag not in library.locales:
            raise HandoutError(_no_locale(library, tag))
    named = bool(formats)
    formats = formats or [name for name, format_ in library.formats.items() if format_.build == "always"]
    if locale == REFERENCE_LOCALE:
        return [HandoutName(disease, locale, f) for disease in diseases or library.diseases for f in formats]
    if len(tags) > 1:
        return _bilingual(library, diseases or library.diseases, tags, formats, named)
    wanted = [name for name in library.offered() if locale in (None, name.locale) and name.format in formats]
    wanted = [name for name in wanted if name.disease in diseases or not diseases]
    unfinished = set(diseases) - {name.disease for name in wanted}
    if locale and (unfinished or not wanted):
        raise UnfinishedError(_unfinished(library, locale, sorted(unfinished) or library.diseases, formats))
    return wanted


def choose_text(library: Library, disease: str, locale: str, format_: str) -> HandoutName:
    """The handout asked for, in the format whose words it has: of formats that set the same words, each means those.

    :raises HandoutError: for a disease, locale or format that there is not, with the nearest that there is.
    """
    (name,) = choose(library, [disease], locale, [format_])
    return name._replace(format=library.formats[name.format].text_of)


def left_out(library: Library, chosen: Iterable[HandoutName]) -> dict[str, int]:
    """How many handouts of each language are not among those chosen, since their words are not finished."""
    chosen = list(chosen)
    diseases, formats = {name.disease for name in chosen}, {name.format for name in chosen}
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
) -> list[HandoutName]:
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
    return [HandoutName(disease, locale, format_) for disease in diseases for format_ in formats if format_ in able]


def _no_locale(library: Library, tag: str) -> str:
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


def found_by(library: Library, name: HandoutName) -> Iterator[str]:
    """What a handout is found by: the names of the disease and of the language, also in English, and the codes."""
    yield from (name.disease, name.locale)
    for tag in dict.fromkeys((*name.locales, REFERENCE_LOCALE)):
        words, header = library.locales[tag].words[name.disease], library.locales[tag].header
        yield from (str(words.name), str(words.other_names or ""), str(header.name) if header else "")
    yield from (cldr(tag).get_display_name(REFERENCE_LOCALE) or "" for tag in name.locales)
    yield from library.recipes[name.disease].icd_10
