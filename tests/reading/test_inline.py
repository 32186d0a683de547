"""Words hold bold, links and placeholders, and everything else is printed as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patient_handouts.reading import inline
from patient_handouts.reading.inline import Bold, Placeholder, Plain, TermLink, WebLink


def test_all_marks():
    parts, mistakes = inline.parse(
        "A **big {ms.deaths}** risk: [MSCs](term:msc), see [here](https://example.org/a?b=1)."
    )
    assert mistakes == ()
    assert parts == (
        Plain("A "),
        Bold((Plain("big "), Placeholder("ms.deaths", 8))),
        Plain(" risk: "),
        TermLink("MSCs", "msc", 28),
        Plain(", see "),
        WebLink("here", "https://example.org/a?b=1"),
        Plain("."),
    )


@pytest.mark.parametrize("text", ["**不要停药。**如果", "请**不要**停药", "**重要：**每天"])
def test_bold_needs_no_spaces(text):
    parts, mistakes = inline.parse(text)
    assert mistakes == ()
    assert any(isinstance(part, Bold) for part in parts)


@pytest.mark.parametrize(
    "text",
    ["<b>x</b> & <script>alert()</script>", "{{ config }}", "{% for x in y %}", "{# note #}", "a * b", "$x `y` #z"],
)
def test_html_and_template_syntax_are_text(text):
    parts, mistakes = inline.parse(text)
    assert mistakes == ()
    assert all(isinstance(part, Plain) for part in parts)
    assert "".join(part.text for part in parts) == text


@pytest.mark.parametrize(
    ("text", "offset", "what"),
    [
        ("**never closed", 0, "bold begins here with “**” and never ends."),
        ("a **** b", 2, "there is nothing between “**” and “**”."),
        ("lost {ms.deaths brace", 5, "the brace “{” belongs to no placeholder."),
        ("lost ms.deaths} brace", 14, "the brace “}” belongs to no placeholder."),
        ("{{ms.deaths}}", 0, "a placeholder has two pairs of braces."),
        ("[word] (term:msc)", 0, "the bracket “[” belongs to no link."),
        ("[x](javascript:alert)", 0, "the link goes to “javascript:alert”, which is neither a term nor a web address."),
        (
            "[x](file:///etc/passwd)",
            0,
            "the link goes to “file:///etc/passwd”, which is neither a term nor a web address.",
        ),
        ("[x](http://plain.org)", 0, "the web address “http://plain.org” does not begin with “https://”."),
        ("[x](www.plain.org)", 0, "the web address “www.plain.org” does not begin with “https://”."),
    ],
)
def test_mistakes(text, offset, what):
    first = inline.parse(text)[1][0]
    assert (first.offset, first.what) == (offset, what)


def test_placeholder_bomb():
    _, mistakes = inline.parse("{a.b}" * 21)
    assert [m.what for m in mistakes] == ["a text holds more than 20 placeholders."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3 of 55", [(0, "3"), (5, "55")]),
        ("type 1 diabetes", []),
        ("Type 1 diabetes and 7", [(20, "7")]),
        ("{fact2.value10} and [x](https://a.org/2020)", []),
        ("٣ من ٥٥", [(0, "٣"), (5, "٥٥")]),
        ("½ of it", [(0, "½")]),
    ],
)
def test_typed_digits_are_found_in_every_script(text, found):
    assert inline.digits(text, ["type 1 diabetes"]) == found


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("*[](){}.:"))))
def test_any_text_is_taken_apart_without_loss(text):
    parts, mistakes = inline.parse(text)
    if not mistakes:
        shown = []
        for part in parts:
            inner = part.parts if isinstance(part, Bold) else (part,)
            pieces = [f"{{{p.name}}}" if isinstance(p, Placeholder) else p.text for p in inner]
            shown.append(("**" + "".join(pieces) + "**") if isinstance(part, Bold) else "".join(pieces))
        if not any(isinstance(p, TermLink | WebLink) for p in inline.walk(parts)):
            assert "".join(shown) == text
    assert all(0 <= mistake.offset <= len(text) for mistake in mistakes)


@given(st.text(alphabet="0123456789٠५abc {}.-[]()*"))
def test_no_digit_is_lost(text):
    """Every digit is either reported or stands in a placeholder or a link target."""
    reported = {offset + i for offset, digits in inline.digits(text) for i in range(len(digits))}
    kept = "".join(part.text for part in inline.walk(inline.parse(text)[0]) if hasattr(part, "text"))
    assert sum(c.isdigit() for c in kept) <= len(reported)
