"""Words reach plotly as text, and links lead nowhere but to this app."""

from __future__ import annotations

import pytest

from evidence.charts.palette import DARK, LIGHT
from evidence.charts.plotly_figure.words import linked, markup, paint


def test_tags_and_entities_stay_text_and_line_ends_are_kept() -> None:
    assert markup("a < b &lt; c\n<b>d</b>") == "a &lt; b &amp;lt; c<br>&lt;b&gt;d&lt;/b&gt;"
    assert markup("a", bold=True) == "<b>a</b>"
    assert markup("", bold=True) == ""


@pytest.mark.parametrize(
    "href",
    [
        "",
        "javascript:alert(1)",
        "https://x.test/",
        "//x.test",
        " //x.test",
        "\\\\x.test",
        "java\nscript:x",
        "a%FF",
        "\ud800",
    ],
)
def test_addresses_that_lead_elsewhere_or_break_plotly_are_no_links(href: str) -> None:
    assert linked("go <b>", href, LIGHT) == "go &lt;b&gt;"


@pytest.mark.parametrize(
    ("href", "written"),
    [
        ("study?id=a&x=b:c", "study?id=a&amp;x=b:c"),
        ("/map", "/map"),
        ('study?id="><b>', "study?id=%22&gt;&lt;b&gt;"),
        ("study?q=100%&r=%C3%A4'", "study?q=100%25&amp;r=%C3%A4%27"),
    ],
)
def test_addresses_of_this_app_become_links(href: str, written: str) -> None:
    assert f'href="{written}" target="_self"><b>go</b></a>' in linked("go", href, LIGHT, bold=True)


def test_links_have_the_colour_of_the_page() -> None:
    assert 'style="color:#1F5A99"' in linked("go", "map", LIGHT)
    assert 'style="color:#8FBCE8"' in linked("go", "map", DARK)


def test_faint_roles_show_a_part_of_their_colour() -> None:
    assert paint("grid", LIGHT) == "rgba(128,136,148,0.25)"
    assert paint("text", DARK) == DARK.text
