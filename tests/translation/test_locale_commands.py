"""What a translator relies on: the commands of “locale”, from the first word to the leaflet."""

from __future__ import annotations

import datetime
import json
import re
import shutil

import polib
import pytest

from patient_handouts.content.translations import entries
from patient_handouts.translation.new_locale import header_of, new_locale
from tests.support.pages import text_of
from tests.support.project import DAY, DISEASES, ROOT, SAMPLE

SUMMARY = ("locale", "common", "ms", "common-summary", "ms-summary")
"""The files that the summary about MS takes its words from."""

UNKNOWN = (
    "but CLDR does not say how its dates, figures and plurals are written. Without that, the program cannot set it."
)

MAIN = "blocks.main-message.text"


@pytest.fixture
def spanish(scratch, monkeypatch):
    """A project with English and Spanish alone, so that its checks are quick, on a day after all their dates."""
    day = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(day.timestamp())))
    return scratch.add("es")


@pytest.fixture
def begun(spanish):
    """The same with Italian, of which nothing is written yet."""
    files = new_locale(spanish.load(), "it", DAY)
    for name, text in files.items():
        path = spanish.root / "content" / "it" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return spanish


def words(scratch, tag: str, file: str) -> str:
    return (scratch.root / "content" / tag / f"{file}.yaml").read_text("utf-8")


# --- new ---


def test_a_new_language(spanish):
    result = spanish.run("locale", "new", "pl")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("content/pl: 10 files. Look over locale.yaml, ")
    assert "locale check pl" in result.stdout
    assert "docs/translating.md" in result.stdout
    assert (ROOT / "docs" / "translating.md").exists()
    assert sorted(path.name for path in (spanish.root / "content/pl").iterdir()) == sorted(
        path.name for path in (spanish.root / "content/en").iterdir() if path.name != "language.yaml"
    )
    assert '    # The largest study found no benefit.\n        why: ""\n' in words(spanish, "pl", "ms-summary")
    assert re.search(r"one: \"\"\n.*\n    few: \"\"\n.*\n    many: \"\"\n", words(spanish, "pl", "locale"))
    checked = spanish.run("locale", "check", "pl")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("pl: 0 of 480 texts done.\n480 texts to translate: --todo lists them.\n")
    again = spanish.run("locale", "new", "pl")
    assert again.stderr.startswith("Error: content/pl is there already.")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("polish", "“polish” is no language tag. Did you mean “pl” (Polish)?"),
        ("polski", "“polski” is no language tag. Did you mean “pl” (Polish)?"),
        ("Portugues", "“Portugues” is no language tag. Did you mean “pt” (Portuguese)?"),
        ("brazilian", "“brazilian” is no language tag. Did you mean “pt-BR” (Portuguese (Brazil))?"),
        ("farsi", "“farsi” is no language tag. Did you mean “fa” (Persian)?"),
        ("cz", "“cz” is no language tag. Did you mean “cs” (Czech)?"),
        ("xx", "“xx” is no language tag. Write one like “fr” or “pt-BR”."),
        ("zxx", "“zxx” is no language tag. Write one like “fr” or “pt-BR”."),
        ("", "“” is no language tag. Write one like “fr” or “pt-BR”."),
        ("../es", "“../es” is no language tag. Write one like “fr” or “pt-BR”."),
        ("hmn", f"“hmn” is Hmong; {UNKNOWN}"),
        ("en", "English is what the others are translated from. A variant of it is, for example, “en-US”."),
    ],
)  # fmt: skip
def test_a_tag_that_is_none(typed, message):
    from patient_handouts.locales.tags import known_tag
    from patient_handouts.problems import HandoutError

    with pytest.raises(HandoutError) as raised:
        known_tag(typed)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("typed", "tag"),
    [("PL", "pl"), ("pl_PL", "pl"), ("pt_br", "pt-BR"), ("es-mx", "es-MX"), ("iw", "he"), ("zh-hant", "zh-Hant")],
)
def test_a_tag_in_its_usual_form(typed, tag):
    from patient_handouts.locales.tags import known_tag

    assert known_tag(typed) == tag


def test_a_language_by_another_tag(spanish):
    shutil.copytree(SAMPLE / "content/zh-Hans", spanish.root / "content/zh-Hans")
    result = spanish.run("locale", "new", "zh-CN")
    assert (result.returncode, result.stderr) == (1, "Error: “zh-CN” is there already, as content/zh-Hans.\n")


@pytest.mark.parametrize(
    ("tag", "lines"),
    [
        ("ja", ['fonts: ["Noto Sans CJK JP", "Noto Sans"]', 'punctuation: {colon: "：", semicolon: "；", stop: "。"}']),
        ("ur", ["direction: rtl", 'line-height: "1.7"', 'punctuation: {colon: ":", semicolon: "؛", stop: "۔"}']),
        ("fa", ['fonts: ["Noto Sans Arabic", "Noto Sans"]', '# digits: "۰۱۲۳۴۵۶۷۸۹"']),
        ("pt-BR", ['name: "Português (Brasil)"', "date-pattern: \"d 'de' MMMM 'de' y\""]),
        ("pl", ['name: "Polski"', "direction: ltr", 'fonts: ["Noto Sans"]']),
    ],
)
def test_the_header_of_a_new_language(tag, lines):
    header = list(header_of(tag))
    assert not set(lines) - set(header)
    assert any(line.startswith("# digits:") for line in header) == (tag == "fa")


# --- check ---


def test_check_tells_what_to_write(spanish):
    spanish.edit("content/es/locale.yaml", "Caducado: la revisión vencía el {date}", "Caducado el {fecha}")
    spanish.edit("content/es/ms-summary.yaml", "(term:chemotherapy)", "(term:quimioterapia)")
    spanish.edit("content/es/ms-summary.yaml", '"**Menos brotes.** ', '"Menos brotes. ')
    spanish.edit("content/es/ms-summary.yaml", "{ms-uk-deaths.low} o ", "1 o ")
    result = spanish.run("locale", "check", "es")
    assert result.returncode == 1
    for told in (
        "“{fecha}” is no placeholder of the English text. Write {date}.",
        "the link goes to “term:quimioterapia”; the English has none there.",
        "the English has 1 bold passage, this text 0.",
        "the figure “1” is typed",
    ):
        assert told in result.stderr
    assert "Fix the problems above" in result.stdout


def test_check_counts_the_texts_of_a_file_that_cannot_be_read(begun):
    begun.edit("content/it/ms-summary.yaml", 'title: ""', 'title: "Cellule')
    result = begun.run("locale", "check", "it")
    assert result.returncode == 1
    assert "Close it with a quote mark." in result.stderr
    assert "478 texts to translate" in result.stdout
    assert "no line here" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "fr"), "There is no language “fr” yet. Begin it: python generate.py locale new fr"),
        (("check", "es-AR"), "There is no language “es-AR” yet. The nearest is “es” (Spanish). Begin it: "),
        (("check", "en"), "English is what the others are translated from. Use “python generate.py check”."),
        (("preview", "mss", "es", "--once"), "There is no handout “mss”. Did you mean “ms”?"),
        (("preview", "es", "ms", "--once"), "The disease comes first: python generate.py locale preview ms es"),
    ],
)
def test_mistakes_at_the_keyboard(spanish, arguments, message):
    result = spanish.run("locale", *arguments)
    assert result.returncode == 1
    assert result.stderr.startswith(f"Error: {message}")


# --- update and status ---


def test_update_adds_what_english_has(spanish):
    path = spanish.root / "content/es/ms-summary.yaml"
    before = path.read_text("utf-8")
    line = next(line for line in before.splitlines() if line.startswith("        less-medicine:"))
    spanish.edit("content/es/ms-summary.yaml", f"{line}\n", "")
    result = spanish.run("locale", "check", "es")
    assert result.returncode == 0
    assert "1 of them has no line here yet: python generate.py locale update es adds them." in result.stdout
    assert spanish.run("locale", "update", "es").stdout == "content/es/ms-summary.yaml\n"
    empty = '        # **Less medicine.** Some people need less for a time.\n        less-medicine: ""'
    assert path.read_text("utf-8") == before.replace(line, empty)
    assert spanish.run("locale", "update", "es").stdout == "content/es has every key that the English has.\n"


def test_a_mistake_in_the_english_is_not_counted_as_one_of_a_translation(scratch):
    scratch.add("ar", "es").edit("content/recipes/ms.yaml", "picture: people", "picture: peeple")
    for tag in ("ar", "es"):
        rows = json.loads(scratch.run("locale", "status", tag, "--json").stdout)
        assert {row["mistakes"] for row in rows} == {0}
        offered = {(row["disease"], row["words"]): row["offered"] for row in rows}
        assert not offered["ms", "standard"], "no build makes it"
        assert offered["ra", "standard"]


def test_status_where_a_recipe_cannot_be_read(scratch):
    scratch.add("ar", "es").edit("content/recipes/ms.yaml", "stands: centres", "stands: centers")
    result = scratch.run("locale", "status")
    assert "Traceback" not in result.stderr
    told = result.stdout + result.stderr
    assert "Did you mean “centres”?" in told or re.search(r"(?m)^es .* ms ", told)


def test_status_for_programs(begun):
    rows = json.loads(begun.run("locale", "status", "it", "--json").stdout)
    assert len(rows) == 3 * len(DISEASES)
    row = next(row for row in rows if (row["disease"], row["words"]) == ("ms", "summary"))
    assert row["texts"] == row["missing"] > 200
    assert (row["done"], row["stale"], row["mistakes"], row["signed"], row["offered"]) == (0, 0, 0, [], False)


# --- when the English changes ---


def test_a_text_whose_english_changed(spanish):
    spanish.edit("content/en/ms.yaml", "It is hard and risky", "It is very hard and risky")
    result = spanish.run("locale", "check", "es")
    assert result.returncode == 0
    [told] = result.stderr.splitlines()
    assert told.startswith("content/es/ms.yaml:11:11: the English has changed since this was translated: ")
    assert "{+very+} hard and risky" in told
    assert told.endswith(f"Change the text, or run “python generate.py locale accept es ms:{MAIN}”.")
    assert "1 text to look at again" in result.stdout
    refused = spanish.run("build", "ms", "--locale", "es", "--format", "standard")
    assert refused.returncode == 1
    assert "not finished in “es”: 1 text is to be translated or looked at again." in refused.stderr

    assert spanish.run("locale", "accept", "es").returncode == 2
    wrong = spanish.run("locale", "accept", "es", "ms:blocks.main-mesage.text")
    assert wrong.stderr == f"Error: There is no text “ms:blocks.main-mesage.text”. Did you mean “ms:{MAIN}”?\n"
    accepted = spanish.run("locale", "accept", "es", f"ms:{MAIN}")
    assert (accepted.returncode, accepted.stdout) == (0, f"ms:{MAIN}: accepted.\n")
    assert spanish.run("locale", "check", "es").stderr == ""


def test_a_changed_translation_is_stale_no_longer(spanish):
    spanish.edit("content/en/ms.yaml", "It is hard and risky", "It is very hard and risky")
    spanish.edit("content/es/ms.yaml", "Es duro y arriesgado", "Es muy duro y arriesgado")
    result = spanish.run("locale", "check", "es")
    assert (result.returncode, result.stderr) == (0, "")
    assert "translated-from.json: noted 1 text." in result.stdout


# --- preview and build ---


def test_preview_shows_what_is_not_written(spanish, tmp_path):
    spanish.edit("content/es/ms-summary.yaml", '"El estudio más grande no encontró beneficio."', '""')
    command = ("locale", "preview", "ms", "es", "--format", "summary", "--once", "--output", tmp_path)
    result = spanish.run(*command)
    path = tmp_path / "es" / "ms-summary-preview.pdf"
    assert (result.returncode, result.stdout) == (0, f"{path} (2 pages, 1 text still to do)\n")
    text = text_of(path)
    assert "‹The largest study found no benefit.›" in text
    assert text.count("PREVIEW") >= 2
    refused = spanish.run("build", "ms", "--locale", "es", "--format", "summary", "--output", tmp_path / "out")
    assert refused.returncode == 1
    assert "Run “python generate.py locale check es”." in refused.stderr
    assert not (tmp_path / "out").exists()


def test_preview_of_a_language_just_begun(begun, tmp_path):
    result = begun.run("locale", "preview", "ms", "it", "--format", "summary", "--once", "--output", tmp_path)
    assert result.returncode == 0, result.stderr
    assert "‹A summary for people with multiple sclerosis (MS)›" in text_of(tmp_path / "it/ms-summary-preview.pdf")


def test_preview_that_cannot_be_made_says_why(spanish, tmp_path):
    spanish.edit("content/es/ms-summary.yaml", 'title: "', 'title: "“')
    spanish.edit("content/es/ms-summary.yaml", "(term:chemotherapy)", "(term:quimioterapia)")
    result = spanish.run("locale", "preview", "ms", "es", "--format", "summary", "--once", "--output", tmp_path)
    assert result.returncode == 1
    assert "the link goes to “term:quimioterapia”" in result.stderr
    assert result.stderr.endswith("No preview: fix or write the texts listed above first.\n")


# --- PO files ---


def test_a_po_file_there_and_back(begun):
    """Whoever fills in a PO file gets a leaflet."""
    assert begun.run("locale", "export", "it").returncode == 0
    path = begun.root / "it.po"
    file = polib.pofile(str(path))
    spanish = {entry.key: str(entry.translation) for entry in entries(begun.load(), "es")}
    for made in file:
        if made.msgctxt.partition(":")[0] in SUMMARY:
            text = spanish[made.msgctxt].strip()
            made.msgstr = text.replace("Borrador", "Bozza").replace("provisional", "provvisoria")
    file.find("ms-summary:title", by="msgctxt").flags.append("fuzzy")
    file.save()
    begun.edit("content/it/ms-summary.yaml", 'subtitle: ""', 'subtitle: "Scritto qui"')
    begun.edit("content/it/locale.yaml", '["CC BY 4.0", "ICD-10"]', '["CC BY 4.0", "CIE-10", "diabetes tipo 1"]')

    result = begun.run("locale", "import", "it", "it.po")
    assert result.returncode == 1
    assert result.stderr.startswith("not taken: ms-summary:subtitle: the words here were changed after the export.")
    assert re.search(r"^\d+ texts taken, 0 as before, \d+ empty, 1 fuzzy, 1 not taken\.$", result.stdout, re.MULTILINE)
    assert 'title: ""\n' in words(begun, "it", "ms-summary")
    assert 'subtitle: "Scritto qui"\n' in words(begun, "it", "ms-summary")

    begun.edit("content/it/ms-summary.yaml", 'title: ""', 'title: "Cellule staminali"')
    built = begun.run("build", "ms", "--locale", "it", "--format", "summary")
    assert (built.returncode, built.stderr) == (0, ""), built.stderr
    assert "handouts/it/ms-summary.pdf (2 pages, draft)" in built.stdout


def test_a_po_file_of_another_language(begun):
    begun.run("locale", "export", "it", "--output", "x.po")
    result = begun.run("locale", "import", "es", "x.po")
    assert (result.returncode, result.stderr) == (1, "Error: x.po is a translation into “it”, not into “es”.\n")


# --- variants ---


def test_a_variant_holds_what_differs(spanish):
    result = spanish.run("locale", "new", "es_mx")
    assert result.stdout.startswith("content/es-MX: write into it only what differs from “es”, ")
    text = '"Tabletas, inyecciones o suero."'
    (spanish.root / "content/es-MX/ms.yaml").write_text(
        f"blocks:\n  options:\n    options:\n      stronger:\n        what: {text}\n", "utf-8"
    )
    checked = spanish.run("locale", "check", "es-MX")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "es-MX: 1 text of its own. All others are those of “es”." in checked.stdout
    assert spanish.run("build", "ms", "--locale", "es-MX", "--format", "standard").returncode == 0
    told = " ".join(text_of(spanish.root / "handouts/es-MX/ms.pdf").split())
    assert "inyecciones o suero" in told
    assert "Seguir como ahora" in told


def test_a_po_file_that_lost_its_comments_overwrites_nothing_newer(scratch):
    """Some tools drop the comments, which say what stood here when the file was exported."""
    scratch.add("es")
    path = scratch.root / "es.po"
    assert scratch.run("locale", "export", "es").returncode == 0
    bare = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#.")]
    text = "\n".join(bare)
    old = re.search(r'msgctxt "ms:title"\nmsgid "[^"]*"\nmsgstr "([^"]*)"', text)[1]
    path.write_text(text.replace(f'msgstr "{old}"', 'msgstr "Otro título"', 1) + "\n", "utf-8")
    told = scratch.run("locale", "import", "es", path)
    assert "ms:title: the words here were changed after the export." in told.stdout + told.stderr
    assert old in (scratch.root / "content/es/ms.yaml").read_text("utf-8")
    scratch.run("locale", "import", "es", path, "--theirs")
    assert "Otro título" in (scratch.root / "content/es/ms.yaml").read_text("utf-8")
