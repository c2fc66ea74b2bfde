"""Every page there is, with every kind of address: it stays calm, and says what it did not understand."""

from __future__ import annotations

import pytest

from evidence.library import Library
from evidence.words.notices import APPRAISAL, CAUTION
from tests.pages.visit import Params, nodes, shown, texts, unfold, visit
from ui.address.navigation import PAGES

LONG = "x" * 10_000
CASES: dict[str, Params] = {
    "no filter": {},
    "narrow filter": {
        "mech": "pain_quality_of_life",
        "link": "clinical",
        "design": ["rct", "meta_analysis"],
        "comp": "credible",
        "chronic": "yes",
        "from": "2005",
        "nmin": "20",
    },
    "empty result": {"q": "zzzzqqqq", "scope": "animal", "to": "1950"},
    "bad id": {"id": "no-such-study", "mech": "no_such_claim", "link": "no_such_link"},
    "nonsense": {
        "mech": ["<script>alert(1)</script>", "**b**"],
        "link": "$x^2$",
        "design": "[l](http://example.org)",
        "cond": [":red[x]", "![](x)", "# h"],
        "from": "MMXX",
        "to": "99999999999999",
        "nmin": "-5",
        "page": "-1",
        "view": "&lt;b&gt;",
        "sort": "'; --",
        "id": "<img src=x onerror=alert(1)>",
        "no such parameter": "1",
        "": "",
    },
    "10 kB": dict.fromkeys(("mech", "link", "design", "from", "nmin", "q", "id", "view", "page", "other"), LONG),
}
#: Three values that no page understands.
NOT_UNDERSTOOD = {
    "mech": "<script>alert(1)</script>",
    "design": "**b** $x^2$",
    "no such parameter": ":red[x] [l](http://x)",
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_keeps_its_form_whatever_the_address_says(page: str, case: str, library: Library) -> None:
    app = visit(page, CASES[case])

    assert not app.exception
    assert len(app.title) == 1
    assert not any(line.startswith("# ") for text in app.markdown.values for line in text.splitlines())
    words = shown(app)
    assert CAUTION in words
    assert APPRAISAL in words
    assert f"Data version {library.version}" in words


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_understood_is_said(page: str) -> None:
    app = visit(page, NOT_UNDERSTOOD)

    said = " ".join(text for text in texts(app) if "Not understood" in text)
    for name, value in NOT_UNDERSTOOD.items():
        assert f"{name}={value}" in said


def test_a_value_of_10_kB_is_named_in_short() -> None:
    app = visit("studies", {"mech": LONG, "other": LONG})

    said = " ".join(text for text in texts(app) if "Not understood" in text)
    assert "mech=xxx" in said
    assert len(said) < 500


@pytest.mark.parametrize("page", PAGES)
def test_a_good_address_is_not_remarked_upon_and_can_be_copied(page: str) -> None:
    params = {"id": "cherkin-2011"} if page == "study" else {"mech": "endorphins"} if PAGES[page].has_filters else {}
    app = visit(page, params)

    assert "Not understood" not in shown(app)
    labels = [getattr(node, "label", "") or node.proto.popover.label for node in nodes(app) if node.type == "popover"]
    assert "Copy link to this view" in labels
    address = unfold(app, "tool_Copy link to this view").code[-1].value
    assert all(f"{name}={value}" in address for name, value in params.items())


def test_the_menu_has_the_pages_of_the_first_release() -> None:
    assert {"overview", "mechanism", "studies", "study", "methods"} <= set(PAGES)
    assert [name for name, spec in PAGES.items() if spec.default] == ["overview"]
