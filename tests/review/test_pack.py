"""The reviewer's pack: numbered blocks with their sources, scores and answers, as a PDF and as a page."""

from __future__ import annotations

import lxml.html
import pytest

from tests.support import pages
from tests.support.project import generate, in_all_languages


@pytest.mark.parametrize("disease", ["ms", "ra"])
def test_the_pack(tmp_path, library, disease):
    result = generate("review", disease, "--output", tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == [str(tmp_path / "en" / f"{disease}-review.{end}") for end in ("pdf", "html")]
    page = lxml.html.parse(tmp_path / "en" / f"{disease}-review.html").getroot()
    text = " ".join(page.text_content().split())
    numbered = page.xpath("//p[@class='number-of-block']/text()")
    assert numbered == [f"{i} · {block.id}" for i, block in enumerate(library.blocks(disease), start=1)]
    assert "It has not been approved before." in text
    assert "IPDAS P8" in text
    assert "C053" not in text, "withheld claims are not behind any sentence"
    ids = [element.get("id") for element in page.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    assert page.xpath("//link | //script | //img | //@src") == []
    assert "picture:" not in page.findtext(".//style")
    assert 'url("data:image/svg+xml;base64,' in page.findtext(".//style"), "as a browser reads it, without escapes"
    printed = pages.text_of(tmp_path / "en" / f"{disease}-review.pdf")
    assert "Reviewer’s pack" in printed
    assert "What you are asked to do" in printed
    for number, block in enumerate(library.blocks(disease), start=1):
        assert f"{number} · {block.id}" in printed


def test_the_pack_of_a_translation_shows_the_english_beside_it(tmp_path, library):
    result = generate("review", "ms", "--locale", "ar", "--output", tmp_path, root=in_all_languages())
    assert result.returncode == 0, result.stderr
    page = lxml.html.parse(tmp_path / "ar" / "ms-review.html").getroot()
    beside = {
        " ".join(row.xpath("string(td[2])").split()): " ".join(p.text for p in row.xpath("td[1]/p"))
        for row in page.xpath("//table[@class='trace']//tr[count(td) = 3]")
    }
    english, arabic = (library.locales[tag].words["ms"] for tag in ("en", "ar"))
    assert beside[str(arabic.title)] == str(english.title)
    assert beside[str(arabic.blocks["what-is-ms"]["heading"])] == str(english.blocks["what-is-ms"]["heading"])
    assert all(beside.values())
    text = page.text_content()
    assert text.index("--as translator") < text.index("--as clinician")
    printed = pages.text_of(tmp_path / "ar" / "ms-review.pdf")
    assert "As a translator: read each text beside its English." in " ".join(printed.split())


def test_answers_to_rules_stand_in_the_pack(tmp_path):
    generate("review", "ms", "--output", tmp_path)
    page = lxml.html.parse(tmp_path / "en" / "ms-review.html").getroot()
    assert "(hard-word) Answer: the word that readers meet elsewhere" in " ".join(page.text_content().split())


def test_answers_are_listed():
    told = generate("check", "--answers").stdout
    assert "chance-word: the regulator’s own word; nobody can count it" in told
    assert "content/en/common.yaml:" in told


def test_a_pack_can_be_made_of_a_text_with_hard_words(scratch, tmp_path):
    own = tmp_path / "words.yaml"
    own.write_text('"drip": "a tube into a vein"\n', "utf-8")
    result = scratch.run("review", "ms", "--hard-words", str(own))
    assert result.returncode == 0, result.stderr
    page = (scratch.root / "handouts" / "en" / "ms-review.html").read_text("utf-8")
    assert "“drip” is a hard word." in page
    assert scratch.run("score", "ms", "--hard-words", str(own)).returncode == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("drip: a tube\n", "words.yaml:1:7: the text has no quotes"),
        ('"5 drips": "a tube"\n', "words.yaml:1:1: “5 drips” is not words without figures"),
        ("", "words.yaml:1:1: the file is empty."),
    ],
)
def test_a_list_of_hard_words_with_mistakes(tmp_path, text, told):
    own = tmp_path / "words.yaml"
    own.write_text(text, "utf-8")
    result = generate("score", "ms", "--hard-words", own)
    assert result.returncode == 1
    assert told in result.stderr
    assert "Traceback" not in result.stderr
