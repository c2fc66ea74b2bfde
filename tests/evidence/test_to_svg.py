"""A scene as SVG: all that it says is in it, nothing leaves the picture, and nothing that words contain gets out of them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.charts.palette import ACCENT, DARK, LIGHT
from evidence.charts.scene import Axis, Band, Bar, Diamond, Interval, Item, Key, Label, Mark, Panel, Rule, Scene, Words
from evidence.charts.svg import to_svg
from evidence.charts.svg.elements import safe_address
from evidence.charts.svg.layout import laid_out
from evidence.charts.text_width import cut, fitted, text_width, wrapped

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (300, 360, 700, 1100, 1400)
SHAPES = ("circle", "square", "diamond", "triangle_up", "triangle_down", "star", "dash")
FILLS = ("filled", "open", "dotted", "hatched")
ROLES = (
    "text",
    "quiet",
    "accent",
    "grid",
    "band",
    "favours_massage",
    "no_clear_difference",
    "mixed",
    "favours_comparator",
)
HOSTILE = "<script>alert(1)</script> \"'>& ]]> \x00\x08\x1b\x7f\ud800 &amp; <!-- --> {x}"

G = Axis(-1, 1, tuple(Label(v / 2, f"{v / 2:g}") for v in range(-2, 3)), title="g, positive: massage better", grid=True)


def drawn(scene: Scene, width: int = 700, title: str = "Forest plot", **more) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(scene, width=width, title=title, description="Massage is better.", **more))


def one_panel(*items: Item, x: Axis = G, y: Axis | None = None, **more) -> Scene:
    return Scene((Panel(x, y or Axis(-0.5, 3.5), items),), height=120, **more)


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def said(root: ElementTree.Element) -> str:
    return squeezed("".join(root.itertext()))


def forest() -> Scene:
    items: list[Item] = [Words(0, -1, "Study", bold=True, beside=True), Band(2.5, 3.5, across=True)]
    for row, name in enumerate(("Smith 2019", "van der Westhuizen-Bergmann 2021", "Li 2020")):
        items += [
            Interval(-0.4 - row, 0.8 + row, row, hover=f"{name}\npain"),
            Mark(0.2, row, "square", hover=f"leave out {name}", id=f"s{row}", size=8 + 4 * row),
            Words(0, row, name, beside=True, href=f"study?id=s{row}"),
            Words(0.99, row, f"0.2{row} (−0.20 to 0.60)", "right", beside=True),
        ]
    items += [Diamond(0.1, 0.3, 2, 3, hover="the average"), Rule(0, None, 0, None)]
    return Scene((Panel(G, Axis(-1.5, 3.5), tuple(items), across=(0.4, 0.75)),), height=150, note="Not drawn: two.")


def grid() -> Scene:
    columns = ("Muscle tension", "Circulation", "Pain intensity", "Range of motion", "Anxiety and depression")
    rows = ("Chronic low back pain", "Seen beside the claim: healthy people", "Fibromyalgia")
    items: list[Item] = [
        Mark(place, row, SHAPES[place], "mixed", fill=FILLS[place % 3], words=f"{place}", hover="hm")
        for row in (0, 2)
        for place in range(5)
    ]
    items += [Band(0.5, 1.5, across=True), Bar(-0.5, 0.5, 0.5, 1.5, "grid", "hatched")]
    return Scene(
        (
            Panel(
                Axis(-0.5, 4.5, tuple(map(Label, range(5), columns)), above=True),
                Axis(-0.5, 2.5, tuple(Label(i, name, bold=i == 1, href=f"map?r={i}") for i, name in enumerate(rows))),
                tuple(items),
            ),
        ),
        height=100,
        legend=(Key("favours massage", "favours_massage", "triangle_up"), Key("average", "accent", line=True)),
        legend_below=True,
    )


def bars() -> Scene:
    items = [
        Bar(20 * part, 20 * part + 20, row - 0.4, row + 0.4, ROLES[5 + part % 4], FILLS[part % 4], f"{part} %", "part")
        for row in range(3)
        for part in range(5)
    ]
    percent = Axis(0, 100, tuple(Label(v, f"{v}%") for v in range(0, 101, 20)), title="Share", grid=True)
    rows = Axis(-0.5, 2.5, tuple(map(Label, range(3), ("Uncontrolled", "Inactive", "Credible control: sham"))))
    return Scene((Panel(percent, rows, tuple(items)),), 120, legend=tuple(Key(r, r, "square") for r in ROLES))


def many_panels() -> Scene:
    years = Axis(1999.5, 2019.5, tuple(Label(y, str(y)) for y in range(2000, 2020)), title="Year of publication")
    effect = Axis(1, -1, (Label(1, "1"), Label(0, "0\nno difference"), Label(-1, "−1")), title="g", grid=True)
    upright = tuple(Interval(-2, 0.1 * i, 2000 + i, vertical=True, dash=True) for i in range(20))
    above = Panel(years, Axis(9, 0, (Label(0, "0"),), title="Studies"), (Bar(2000, 2001, 0, 5),), down=(0, 0.4))
    left = Panel(years, effect, upright, across=(0, 0.5), down=(0.4, 1))
    right = Panel(years, effect, (Mark(2030, 0.2, words="far away"),), across=(0.5, 1), down=(0.4, 1))
    return Scene((above, left, right), height=300)


SCENES = {"forest": forest(), "grid": grid(), "bars": bars(), "many": many_panels()}


def words_of(scene: Scene) -> list[str]:
    """All words of a scene that are drawn whatever the room: no labels of axes, which may be thinned out."""
    found = [scene.note, *(key.words for key in scene.legend)]
    for panel in scene.panels:
        found += [panel.x.title, panel.y.title]
        for item in panel.items:
            found += [getattr(item, name, "") for name in ("words", "hover", "text")]
    return [words for words in found if words]


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("width", WIDTHS)
def test_all_words_of_a_scene_are_in_it(name: str, width: int) -> None:
    text = said(drawn(SCENES[name], width))
    assert [words for words in words_of(SCENES[name]) if squeezed(words) not in text] == []


@pytest.mark.parametrize("name", SCENES)
def test_all_labels_are_there_where_there_is_room(name: str) -> None:
    text = said(drawn(SCENES[name], 1400))
    labels = [label.words for panel in SCENES[name].panels for axis in (panel.x, panel.y) for label in axis.labels]
    assert [words for words in labels if squeezed(words) not in text] == []


def test_labels_of_categories_are_never_left_out_and_numbers_are_thinned_out() -> None:
    text = said(drawn(grid(), 300))
    assert all(squeezed(label.words) in text for label in grid().panels[0].x.labels)
    shown = [element.text for element in drawn(many_panels(), 700).iter(f"{SVG}text")]
    assert "2000" in shown
    assert len([words for words in shown if words == "2001"]) < 3


def test_it_names_itself() -> None:
    root = drawn(forest(), title="Forest & plot")
    assert root.tag == f"{SVG}svg"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert (root[0].text, root[1].text) == ("Forest & plot", "Massage is better.")
    assert root.get("aria-label") == "Forest & plot. Massage is better"


def test_links_are_not_hidden_in_an_image() -> None:
    assert drawn(forest()).get("role") == "group"
    assert drawn(bars()).get("role") == "img"


def test_its_size_is_known_before_it_is_drawn() -> None:
    root = drawn(forest(), 700)
    height = laid_out(forest(), 700).height
    assert root.get("viewBox") == f"0 0 700 {height}"
    assert root.get("style") == "width:100%;max-width:700px;height:auto"
    assert height > forest().height


def test_in_a_page_words_have_its_colour_and_with_a_theme_that_of_the_theme() -> None:
    page = to_svg(forest(), width=700, title="t", description="d")
    assert 'fill="currentColor"' in page
    assert 'font-family="inherit"' in page
    assert LIGHT.ground not in page.replace('fill="#FFFFFF">', "")
    dark = drawn(forest(), theme=DARK)
    assert dark.get("fill") == DARK.text
    grounds = [rect for rect in dark.iter(f"{SVG}rect") if rect.get("fill") == DARK.ground]
    assert [(rect.get("x"), rect.get("width")) for rect in grounds] == [("0", "700")]
    assert "currentColor" not in to_svg(forest(), width=700, title="t", description="d", theme=DARK)


def test_the_same_scene_gives_the_same_bytes_and_others_have_other_ids() -> None:
    def ids(scene: Scene) -> set[str]:
        return set(re.findall(r' id="([^"]+)"', to_svg(scene, width=700, title="t", description="d")))

    assert to_svg(bars(), width=700, title="t", description="d") == to_svg(
        bars(), width=700, title="t", description="d"
    )
    assert ids(bars())
    assert ids(grid())
    assert not ids(bars()) & ids(grid())


@pytest.mark.parametrize("fill", FILLS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_and_fill_looks_different(shape: str, fill: str) -> None:
    def picture(s: str, f: str) -> str:
        # The key of the patterns depends on all of the content.
        return re.sub(
            r"p[0-9a-f]{10}", "", to_svg(one_panel(Mark(0, 1, s, fill=f)), width=500, title="", description="")
        )

    mine = picture(shape, fill)
    others = [picture(s, f) for s in SHAPES for f in FILLS if (s, f) != (shape, fill)]
    # A short line has no inside.
    assert others.count(mine) == (3 if shape == "dash" else 0)


@pytest.mark.parametrize(
    ("item", "tag"),
    [
        (Interval(-0.5, 0.5, 1), "line"),
        (Interval(0, 1, 0.5, vertical=True), "line"),
        (Diamond(-0.5, 0, 0.5, 1), "polygon"),
        (Diamond(-0.5, 0, 0.5, 1, hollow=True), "polygon"),
        (Band(0, 1), "rect"),
        (Rule(0, None, 0, None), "line"),
        (Bar(0, 1, 0, 1), "rect"),
        (Bar(0, 1, 0, 1, fill="hatched"), "pattern"),
        (Bar(0, 1, 0, 1, fill="dotted"), "circle"),
        (Mark(0, 1), "circle"),
        (Words(0, 1, "words"), "text"),
    ],
)
def test_every_kind_of_item_is_drawn(item: Item, tag: str) -> None:
    bare = Axis(-1, 1)
    assert list(drawn(one_panel(item, x=bare)).iter(f"{SVG}{tag}"))
    assert not list(drawn(one_panel(x=bare)).iter(f"{SVG}{tag}"))


def test_intervals_beyond_the_axis_end_in_an_arrow_that_points_outwards() -> None:
    def tips(item: Item) -> list[tuple[float, ...]]:
        heads = drawn(one_panel(item, x=Axis(-1, 1)), 500).iter(f"{SVG}polygon")
        return [tuple(float(pair.split(",")[0]) for pair in head.get("points", "").split()) for head in heads]

    assert tips(Interval(-0.5, 0.5, 1)) == []
    (left,) = tips(Interval(-5, 0.5, 1))
    assert left[0] < left[1] == left[2]
    (right,) = tips(Interval(0, float("inf"), 1))
    assert right[0] > right[1]
    assert len(tips(Interval(-9, 9, 1))) == 2
    assert len(tips(Interval(5, 9, 1))) == 1
    assert len(tips(Diamond(-5, 0, 5, 1))) == 3
    # Where the axis runs the other way the arrow still points to where the line goes on.
    turned = drawn(one_panel(Interval(-5, 0.5, 1), x=Axis(1, -1)), 500).iter(f"{SVG}polygon")
    corners = [float(pair.split(",")[0]) for pair in next(turned).get("points", "").split()]
    assert corners[0] > corners[1]


def test_marks_beyond_the_axis_stand_at_its_edge() -> None:
    def middle(x: float) -> float:
        (circle,) = drawn(one_panel(Mark(x, 1), x=Axis(-1, 1))).iter(f"{SVG}circle")
        return float(circle.get("cx", ""))

    assert middle(7) == middle(1)
    assert middle(float("-inf")) == middle(-1)


def test_rules_are_cut_at_the_plot() -> None:
    assert not list(drawn(one_panel(Rule(5, None, 5, None), x=Axis(-1, 1))).iter(f"{SVG}line"))
    (whole,) = drawn(one_panel(Rule(-1, -0.5, 1, 3.5), x=Axis(-1, 1))).iter(f"{SVG}line")
    (longer,) = drawn(one_panel(Rule(-2, -2.5, 2, 5.5), x=Axis(-1, 1))).iter(f"{SVG}line")
    assert [whole.get(end) for end in ("x1", "y1", "x2", "y2")] == [longer.get(end) for end in ("x1", "y1", "x2", "y2")]


def test_what_is_behind_is_drawn_first() -> None:
    items = (Words(0, 1, "w"), Mark(0, 1), Diamond(-1, 0, 1, 2), Interval(-1, 1, 0), Bar(0, 1, 0, 1), Rule(0, 0, 1, 1))
    svg = to_svg(one_panel(*items, Band(0, 1), x=Axis(-1, 1)), width=500, title="", description="")
    order = re.findall(r"<(rect|line|polygon|circle|text)\b", svg)
    assert order == ["rect", "line", "rect", "line", "polygon", "circle", "text"]


def test_words_in_bars_are_white_where_they_fit_and_said_where_not() -> None:
    wide = drawn(one_panel(Bar(-1, 1, 0, 1, words="12 studies", hover="h", id="x")))
    (text,) = (text for text in wide.iter(f"{SVG}text") if text.text == "12 studies")
    assert text.get("fill") == "#FFFFFF"
    narrow = drawn(one_panel(Bar(0, 0.02, 0, 1, words="12 studies", hover="h", id="x")))
    assert "12 studies" not in [text.text for text in narrow.iter(f"{SVG}text")]
    assert "12studies" in said(narrow)
    assert narrow.find(f".//{SVG}g[@data-id='x']") is not None


def test_words_of_a_row_do_not_run_into_one_another() -> None:
    long = "a name so long that it cannot stand in its column"
    scene = one_panel(
        Words(0, 1, long, beside=True), Words(0.2, 1, "next", beside=True), Words(0, 2, long, beside=True)
    )
    texts = list(drawn(scene, 700).iter(f"{SVG}text"))
    (short,) = (text for text in texts if (text.find(f"{SVG}title")) is not None)
    assert short.find(f"{SVG}title").text == long
    assert text_width(short[0].tail or "", 13) < 0.2 * 700
    assert long in [text.text for text in texts]


@pytest.mark.parametrize("fits", ["study?id=a&b=c", "/study?id=1:2", "map", "?q=a:b", "study?id=ü x"])
def test_links_within_the_app_are_drawn(fits: str) -> None:
    (link,) = drawn(one_panel(Words(0, 1, "here", href=fits))).iter(f"{SVG}a")
    assert link.get("target") == "_self"
    assert link.get("href") == safe_address(fits)
    assert " " not in link.get("href", "")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "javascript:alert(1)",
        " JaVaScript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "https://example.org/",
        "//example.org",
        "\\\\example.org",
        "/\\example.org",
        " ",
    ],
)
def test_links_that_lead_elsewhere_are_not_drawn(elsewhere: str) -> None:
    scene = one_panel(Words(0, 1, "here", href=elsewhere), Mark(0, 1, hover="h", href=elsewhere))
    root = drawn(scene)
    assert not list(root.iter(f"{SVG}a"))
    assert "here" in said(root)


def test_nothing_gets_out_of_words() -> None:
    axis = Axis(0, 1, (Label(0, HOSTILE, HOSTILE, bold=True), Label(1, HOSTILE)), HOSTILE)
    items = (
        Interval(0, 1, 0, hover=HOSTILE),
        Mark(0.5, 0.5, words=HOSTILE, hover=HOSTILE, id=HOSTILE, href="study?q=" + HOSTILE),
        Bar(0, 1, 0, 1, words=HOSTILE, hover=HOSTILE, id=HOSTILE),
        Diamond(0, 0.5, 1, 0, hover=HOSTILE),
        Words(0, 1, HOSTILE, href=HOSTILE),
    )
    scene = Scene((Panel(axis, axis, items),), 200, legend=(Key(HOSTILE, "text"),), note=HOSTILE)
    svg = to_svg(scene, width=700, title=HOSTILE, description=HOSTILE)
    root = ElementTree.fromstring(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "defs", "pattern", "g", "a", "text", "line", "rect", "circle", "polygon")
    }
    assert "<script" not in svg
    assert "]]>" not in svg
    assert "<script>alert(1)</script> \"'>& ]]> \x7f &amp; <!-- --> {x}" in "".join(root.itertext())


@pytest.mark.parametrize("missing", [float("nan")])
def test_items_without_their_numbers_are_left_out(missing: float) -> None:
    items = (
        Interval(missing, 1, 1),
        Diamond(0, missing, 1, 1),
        Mark(0, missing),
        Bar(0, 1, missing, 1),
        Band(missing, 1),
        Rule(missing, None, 1, None),
        Words(missing, 1, "w"),
    )
    assert said(drawn(one_panel(*items), title="")) == said(drawn(one_panel(), title=""))
    assert "nan" not in to_svg(one_panel(*items), width=500, title="", description="")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "scene",
    [
        Scene((), 0),
        Scene((), 100, legend=(Key("only a legend", "text"),), note="and a note"),
        Scene(
            (Panel(Axis(0, 0, (Label(0, "here"),)), Axis(1, 1), (Mark(0, 1), Bar(0, 0, 1, 1), Diamond(0, 0, 0, 1))),),
            50,
        ),
        Scene((Panel(G, G, (), across=(1, 1), down=(1, 1)),), 50),
        one_panel(
            Words(-3, -9, "far left", beside=True), Words(9, 90, "far below"), Words(1.2, 1, "right", beside=True)
        ),
        one_panel(
            *(Mark(x, y, size=40, words="a mark with words") for x in (-1, 1) for y in (-0.5, 3.5)), x=Axis(-1, 1)
        ),
    ],
)
def test_odd_scenes_are_drawn_all_the_same(scene: Scene, width: int) -> None:
    check_inside(drawn(scene, width))


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_leaves_the_picture(name: str, width: int) -> None:
    check_inside(drawn(SCENES[name], width))
    check_inside(drawn(SCENES[name], width, theme=LIGHT))


def test_labels_at_the_side_take_no_more_than_their_share() -> None:
    label = "Pneumonoultramicroscopicsilicovolcanoconiosisandmorethanthatalongwordwithoutend"
    y = Axis(-0.5, 1.5, (Label(0, label), Label(1, "several words that are to be wrapped as they are long")))
    root = drawn(one_panel(Bar(-1, 1, 0, 1), y=y), 300)
    left = min(float(rect.get("x", "")) for rect in root.iter(f"{SVG}rect"))
    assert left <= 0.45 * 300 + 10
    assert label in said(root)
    assert len([text for text in root.iter(f"{SVG}text") if "wrapped" in (text.text or "")]) == 1


def test_stacked_panels_get_room_for_labels_only_where_they_have_some() -> None:
    def tall(labels: tuple[Label, ...]) -> int:
        panels = (Panel(Axis(0, 1, labels), Axis(0, 1), (), down=(0, 0.5)), Panel(G, Axis(0, 1), (), down=(0.5, 1)))
        return laid_out(Scene(panels, 200), 500).height

    assert tall((Label(0, "zero"),)) - tall(()) >= 15
    side_by_side = Scene((Panel(G, G, (), across=(0, 0.5)), Panel(G, G, (), across=(0.5, 1))), 200)
    assert laid_out(side_by_side, 900).height == laid_out(Scene((Panel(G, G, ()),), 200), 900).height


def test_words_are_measured_wrapped_and_cut() -> None:
    assert text_width("", 13) == 0
    assert text_width("iii", 13) < text_width("mmm", 13) < text_width("mmm", 13, bold=True)
    assert wrapped("low back pain", 45, 13) == ["low", "back", "pain"]
    assert wrapped("0\nno difference", 500, 13) == ["0", "no difference"]
    assert wrapped("pressure-based", 60, 13) == ["pressure-", "based"]
    assert wrapped("−0.5 to -0.2", 1, 13) == ["−0.5", "to", "-0.2"]
    assert cut("massage", 500, 13) == "massage"
    assert cut("massage", 40, 13).endswith("…")
    assert fitted("one two three", 30, 13, most_lines=2).lines[-1].endswith("…")
    assert not fitted("one two three", 30, 13, most_lines=2).complete


finite = st.floats(-3, 3) | st.sampled_from([0.0, 1.0, float("nan"), float("inf"), float("-inf"), 1e300])
some_words = st.text(max_size=30) | st.sampled_from(["", "low back pain", HOSTILE, "0.5", "a\nb"])
role, shape, fill = st.sampled_from(ROLES), st.sampled_from(SHAPES), st.sampled_from(FILLS)
items = st.one_of(
    st.builds(Interval, finite, finite, finite, role, st.booleans(), st.booleans(), some_words),
    st.builds(
        Mark, finite, finite, shape, role, st.floats(1, 40), fill, some_words, some_words, some_words, some_words
    ),
    st.builds(Diamond, finite, finite, finite, finite, role, st.booleans(), some_words),
    st.builds(
        Words,
        finite,
        finite,
        some_words,
        st.sampled_from(["left", "middle", "right"]),
        role,
        st.booleans(),
        st.booleans(),
    ),
    st.builds(Band, finite, finite, st.booleans()),
    st.builds(Rule, finite | st.none(), finite | st.none(), finite | st.none(), finite | st.none(), role),
    st.builds(Bar, finite, finite, finite, finite, role, fill, some_words, some_words, some_words),
)
labels = st.lists(st.builds(Label, st.floats(-3, 3), some_words, some_words, st.booleans()), max_size=5).map(tuple)
axes = st.builds(Axis, st.floats(-3, 3), st.floats(-3, 3), labels, some_words, st.booleans(), st.booleans())
shares = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted).map(tuple)
panels = st.builds(Panel, axes, axes, st.lists(items, max_size=5).map(tuple), shares, shares)
keys = st.lists(st.builds(Key, some_words, role, shape, fill, st.booleans()), max_size=3).map(tuple)
scenes = st.builds(
    Scene,
    st.lists(panels, max_size=3).map(tuple),
    st.floats(0, 300),
    legend=keys,
    legend_below=st.booleans(),
    note=some_words,
)


@settings(max_examples=150, deadline=None)
@given(scenes, st.integers(300, 1400))
def test_any_scene_gives_a_picture_that_holds_all_it_draws(scene: Scene, width: int) -> None:
    svg = to_svg(scene, width=width, title="t", description=scene.note)
    assert not re.search(r'="-?(nan|inf)', svg)
    check_inside(ElementTree.fromstring(svg))


def check_inside(root: ElementTree.Element) -> None:
    """That no corner of anything drawn lies outside the picture."""
    _, _, width, height = map(float, root.get("viewBox", "").split())
    outside = [
        (element.tag.removeprefix(SVG), element.attrib, "".join(element.itertext()))
        for element in _outside_definitions(root)
        for x, y in _corners(element)
        if not (-0.1 <= x <= width + 0.1 and -0.1 <= y <= height + 0.1)
    ]
    assert outside == []


def _outside_definitions(root: ElementTree.Element) -> list[ElementTree.Element]:
    hidden = {id(element) for definitions in root.iter(f"{SVG}defs") for element in definitions.iter()}
    return [element for element in root.iter() if id(element) not in hidden]


def _corners(element: ElementTree.Element) -> list[tuple[float, float]]:
    def value(name: str) -> float:
        return float(element.get(name, ""))

    match element.tag.removeprefix(SVG):
        case "line":
            return [(value("x1"), value("y1")), (value("x2"), value("y2"))]
        case "rect":
            assert value("width") >= 0
            assert value("height") >= 0
            return [(value("x"), value("y")), (value("x") + value("width"), value("y") + value("height"))]
        case "circle":
            x, y, r = value("cx"), value("cy"), value("r")
            return [(x - r, y - r), (x + r, y + r)]
        case "polygon":
            pairs = [pair.split(",") for pair in element.get("points", "").split()]
            return [(float(x), float(y)) for x, y in pairs]
        case "text":
            return _text_corners(element)
    return []


def _text_corners(element: ElementTree.Element) -> list[tuple[float, float]]:
    x, y = float(element.get("x", "")), float(element.get("y", ""))
    size = float(element.get("font-size", "13"))
    shown = (element[0].tail if len(element) else element.text) or ""
    wide = text_width(shown, size, element.get("font-weight") is not None)
    before = {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0) * wide
    if element.get("transform"):
        return [(x - 0.8 * size, y + before - wide), (x + 0.2 * size, y + before)]
    return [(x - before, y - 0.8 * size), (x - before + wide, y + 0.2 * size)]


def test_the_accent_is_the_one_of_the_palette() -> None:
    assert ACCENT in to_svg(one_panel(Mark(0, 1)), width=400, title="t", description="d")


def test_panels_one_above_the_other_line_up() -> None:
    """A tick of the upper panel stands where the same tick of the lower one does, however long the row labels are."""
    across = Axis(0, 10, (Label(5, "five"),), grid=True)
    upper = Panel(across, Axis(1, 0), (Mark(5, 0.5),), down=(0.0, 0.5))
    lower = Panel(across, Axis(0, 1, (Label(0.5, "A row with a long name"),)), (Mark(5, 0.5),), down=(0.55, 1.0))
    drawn = ElementTree.fromstring(to_svg(Scene((upper, lower), 200), width=700, title="t", description="d"))
    marks = [float(circle.get("cx", "nan")) for circle in drawn.iter("{http://www.w3.org/2000/svg}circle")]
    assert len(marks) == 2
    assert marks[0] == pytest.approx(marks[1])
