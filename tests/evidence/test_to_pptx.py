"""Scenes as native shapes: every number in its place, every word there, nothing outside the box or over other words."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_FILL, MSO_LINE, MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE, MSO_SHAPE_TYPE

from evidence.charts import palette
from evidence.charts.powerpoint import to_pptx
from evidence.charts.powerpoint.shapes import Box, clean, fits, fitted, width_of
from evidence.charts.scene import (
    Axis,
    Band,
    Bar,
    Diamond,
    Fill,
    Interval,
    Item,
    Key,
    Label,
    Mark,
    Panel,
    Rule,
    Scene,
    Words,
)
from evidence.takeaway.office_files import stable

EMU = 914_400
TOLERANCE = 0.02
WIDE, SMALL = Box(0.5, 1.3, 12.3, 5.0), Box(0.5, 1.3, 9.0, 4.5)
BOXES = {"wide": WIDE, "small": SMALL}
NAN = float("nan")
TITLE = "◀ favours comparator · g · favours massage ▶"
SHARES = tuple(Label(share, f"{share}%") for share in (0, 50, 100))


def effects() -> tuple[Label, ...]:
    return tuple(Label(place / 2, f"{place / 2:.1f}") for place in range(-3, 4))


def forest() -> Scene:
    columns = ((0.0, "Study", "left"), (0.22, "Compared with", "left"), (0.4, "People", "right"))
    items: list[Item] = [Rule(0, None, 0, None)]
    items += [Words(x, -1, words, anchor, bold=True, beside=True) for x, words, anchor in columns]  # type: ignore[arg-type]
    items.append(Words(0.92, -1, "g (95% interval)", "right", bold=True, beside=True))
    for row in range(8):
        middle = -0.4 + 0.2 * row
        items += [Interval(middle - 0.5, middle + 0.5, row), Mark(middle, row, "square", size=9 + row)]
        items += [
            Words(0.0, row, f"Author {2001 + row}", beside=True),
            Words(0.22, row, "usual care, with a very long name that does not fit here", beside=True),
            Words(0.4, row, str(40 + row), "right", beside=True),
            Words(0.92, row, f"{middle:.2f} ({middle - 0.5:.2f} to {middle + 0.5:.2f})", "right", beside=True),
        ]
    items += [Diamond(0.2, 0.3, 0.4, 8), Words(0.0, 8, "Average", bold=True, beside=True)]
    items.append(Interval(-2.5, 2.0, 9, dash=True))
    panel = Panel(Axis(-1.5, 1.5, effects(), TITLE, grid=True), Axis(-1.6, 9.6), tuple(items), across=(0.44, 0.76))
    return Scene((panel,), 30 * 11, note="Drawn are 8 of 60 studies; the table has all.")


def categories() -> Scene:
    outcomes = ("Pain", "Function", "Quality\nof life", "Anxiety", "Range of\nmotion", "Adverse\nevents")
    rows = [Label(0, "Against usual care (4)", bold=True), *(Label(at, f"Author {2000 + at}") for at in range(1, 5))]
    fills: tuple[Fill, ...] = ("filled", "open", "dotted")
    marks = [Mark(at, at, "triangle_up", "favours_massage", 14, fills[at % 3]) for at in (1, 2, 3)]
    marks.append(Mark(4, 4, "triangle_down", "favours_comparator"))
    panel = Panel(
        Axis(-0.6, 5.6, tuple(Label(at, words) for at, words in enumerate(outcomes)), grid=True, above=True),
        Axis(-0.6, 4.6, tuple(rows)),
        (Band(-0.5, 0.5, across=True), Rule(3.5, None, 3.5, None, dash=True), *marks),
    )
    legend = (
        Key("Favours massage", "favours_massage", "triangle_up"),
        Key("Favours comparator", "favours_comparator", "triangle_down"),
        Key("empty: no chronic pain", "quiet", fill="open"),
        Key("95% limits", "quiet", line=True),
    )
    return Scene((panel,), 22 * 5, legend=legend)


def stacked() -> Scene:
    bars = [
        Bar(start, end, row - 0.3, row + 0.3, role, words=f"▲ {end - start}")  # type: ignore[arg-type]
        for row in range(3)
        for start, end, role in ((0, 50, "favours_massage"), (50, 99, "mixed"), (99, 100, "favours_comparator"))
    ]
    rows = tuple(Label(row, f"Rung {row}\n12 findings") for row in range(3))
    return Scene((Panel(Axis(0, 103, SHARES, grid=True), Axis(-0.5, 2.5, rows), tuple(bars)),), 60 * 3)


def one_above_the_other() -> Scene:
    x = Axis(-0.7, 9.7)
    above = tuple(item for at in range(10) for item in (Interval(-0.2, 0.5, at, vertical=True), Mark(at, 0.1, "star")))
    below = tuple(Mark(at, at % 2, "square" if at % 3 else "dash", size=9) for at in range(10))
    rows = (Label(0, "Low risk of bias only"), Label(1, "At least 50 people"))
    title = "g (above 0: massage better)"
    return Scene(
        (
            Panel(x, Axis(1.6, -1.6, effects(), title, grid=True), above, down=(0, 0.75)),
            Panel(x, Axis(-0.6, 1.6, rows, grid=True), below, down=(0.8, 1)),
        ),
        320,
        legend=(Key("Your choice", "accent", "star"),),
    )


def side_by_side() -> Scene:
    panels = tuple(
        Panel(
            Axis(
                0, 100, tuple(Label(at, str(at)) for at in (0, 50, 100)), f"Part {place}\n(3 of 60 trials)", grid=True
            ),
            Axis(4, 0),
            tuple(Mark(30, height, size=12) for height in (1, 2, 3)),
            across=(place * 0.345, place * 0.345 + 0.31),
        )
        for place in range(3)
    )
    return Scene(panels, 220)


def grid() -> Scene:
    columns = tuple(Label(at, words) for at, words in enumerate(("Pain", "Muscle tension", "Anxiety and\ndepression")))
    rows = (Label(0, "Low back pain"), Label(1, "Knee\nosteoarthritis"))
    items: tuple[Item, ...] = (
        *(Rule(at - 0.5, None, at - 0.5, None, "grid", 1) for at in range(4)),
        Bar(-0.5, 0.5, -0.5, 0.5, "grid", "hatched"),
        Mark(1, 0, size=30, role="mixed", shape="diamond", words="1,234"),
        Mark(2, 1, size=11, words="7"),
        Bar(1.64, 2.36, 1.36, 1.44, "favours_massage"),
    )
    panel = Panel(Axis(-0.5, 2.5, columns, above=True), Axis(-0.5, 1.5, rows), items)
    legend = (Key("hatched: no study", "grid", "square", "hatched"), Key("Mixed", "mixed", "diamond"))
    return Scene((panel,), 150, legend=legend, legend_below=True, note="Drawn are 2 of 9 rows; the table has all.")


SCENES = {scene.__name__: scene for scene in (forest, categories, stacked, one_above_the_other, side_by_side, grid)}


def drawn(scene: Scene, box: Box = WIDE) -> list[Any]:
    """The shapes of a scene after saving and opening again."""
    file: Any = Presentation()
    group = file.slides.add_slide(file.slide_layouts[6]).shapes.add_group_shape()
    to_pptx(scene, group.shapes, box)
    out = io.BytesIO()
    file.save(out)
    return list(Presentation(io.BytesIO(out.getvalue())).slides[0].shapes[0].shapes)


def one_panel(*items: Item) -> Scene:
    """A plot without any words around it."""
    return Scene((Panel(Axis(-1, 1), Axis(0, 4), items),), 120)


def corners(shape: Any) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in inches."""
    left, top = shape.left / EMU, shape.top / EMU
    return left, top, left + shape.width / EMU, top + shape.height / EMU


def middle(shape: Any) -> tuple[float, float]:
    left, top, right, bottom = corners(shape)
    return (left + right) / 2, (top + bottom) / 2


def boxes_of_words(shapes: list[Any]) -> list[Any]:
    return [shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]


def words_of(shapes: list[Any]) -> list[str]:
    return [" ".join(shape.text_frame.text.split()) for shape in shapes if shape.has_text_frame]


def connectors(shapes: list[Any], hexadecimal: str) -> list[Any]:
    lines = [shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.LINE]
    return [line for line in lines if line.line.color.rgb == RGBColor.from_string(hexadecimal.lstrip("#"))]


def kinds(shapes: list[Any], kind: Any) -> list[Any]:
    return [s for s in shapes if s.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE and s.auto_shape_type == kind]


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("name", SCENES)
def test_nothing_leaves_the_box_and_no_words_overlap(name: str, box: str) -> None:
    place, shapes = BOXES[box], drawn(SCENES[name](), BOXES[box])
    assert shapes
    for shape in shapes:
        left, top, right, bottom = corners(shape)
        assert left >= place.left - 0.001, shape.name
        assert top >= place.top - 0.001, shape.name
        assert right <= place.right + 0.001, shape.name
        assert bottom <= place.bottom + 0.001, shape.name
    for one, other in itertools.combinations(boxes_of_words(shapes), 2):
        a, b = corners(one), corners(other)
        across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
        assert across <= TOLERANCE or down <= TOLERANCE, (one.text_frame.text, other.text_frame.text)


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("name", SCENES)
def test_all_words_are_there_and_can_be_read(name: str, box: str) -> None:
    scene, shapes = SCENES[name](), drawn(SCENES[name](), BOXES[box])
    there = words_of(shapes)
    expected = [key.words for key in scene.legend] + [scene.note] * bool(scene.note)
    for panel in scene.panels:
        for axis in (panel.x, panel.y):
            expected += [*(label.words for label in axis.labels), *([axis.title] if axis.title else [])]
        expected += [item.text for item in panel.items if isinstance(item, Words) and "very long" not in item.text]
        expected += [item.words for item in panel.items if isinstance(item, Mark) and item.words]
    for words in expected:
        assert " ".join(words.split()) in there
    for shape in boxes_of_words(shapes):
        assert 8 <= shape.text_frame.paragraphs[0].runs[0].font.size.pt <= 20


def test_words_too_long_for_their_column_end_in_an_ellipsis() -> None:
    shortened = [words for words in words_of(drawn(forest(), SMALL)) if words.startswith("usual care")]
    assert len(shortened) == 8
    assert all(words.endswith("…") for words in shortened)


def test_marks_and_intervals_stand_where_their_numbers_are() -> None:
    shapes = drawn(forest())
    ticks = {
        shape.text_frame.text: middle(shape)[0]
        for shape in boxes_of_words(shapes)
        if shape.text_frame.text in ("-1.0", "1.0")
    }
    one = (ticks["1.0"] - ticks["-1.0"]) / 2
    zero = ticks["-1.0"] + one
    squares = kinds(shapes, MSO_SHAPE.RECTANGLE)
    lines = [line for line in connectors(shapes, palette.ACCENT) if line.line.dash_style != MSO_LINE.DASH]
    rows = {shape.text_frame.text: middle(shape)[1] for shape in boxes_of_words(shapes)}
    assert len(squares) == len(lines) == 8
    for row, (square, line) in enumerate(zip(squares, lines, strict=True)):
        value = -0.4 + 0.2 * row
        assert middle(square) == pytest.approx((zero + value * one, rows[f"Author {2001 + row}"]), abs=0.01)
        left, top, right, bottom = corners(line)
        assert (left, right) == pytest.approx(
            (zero + (value - 0.5) * one, zero + min(value + 0.5, 1.5) * one), abs=0.01
        )
        assert top == bottom == pytest.approx(middle(square)[1], abs=0.01)
    diamond = next(shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM)
    assert corners(diamond)[0::2] == pytest.approx((zero + 0.2 * one, zero + 0.4 * one), abs=0.01)


def test_an_axis_may_run_backwards_and_intervals_may_stand_upright() -> None:
    shapes = drawn(one_above_the_other())
    ticks = {
        shape.text_frame.text: middle(shape)[1]
        for shape in boxes_of_words(shapes)
        if shape.text_frame.text in ("-1.0", "1.0")
    }
    assert ticks["1.0"] < ticks["-1.0"]
    one, zero = (ticks["-1.0"] - ticks["1.0"]) / 2, (ticks["-1.0"] + ticks["1.0"]) / 2
    for line in connectors(shapes, palette.ACCENT):
        left, top, right, bottom = corners(line)
        assert left == right
        assert (top, bottom) == pytest.approx((zero - 0.5 * one, zero + 0.2 * one), abs=0.01)
    # Both panels have one axis: what belongs together stands one below the other; the last star is the legend's.
    stars = sorted(middle(shape)[0] for shape in kinds(shapes, MSO_SHAPE.STAR_5_POINT)[:-1])
    lower = sorted(middle(shape)[0] for shape in kinds(shapes, MSO_SHAPE.RECTANGLE))
    assert len(stars) == 10
    assert stars == pytest.approx(lower, abs=0.01)


def test_intervals_beyond_the_axis_are_cut_and_end_in_a_triangle() -> None:
    shapes = drawn(
        one_panel(Interval(-3, 0.5, 1), Interval(-0.5, 0.5, 2), Interval(2, 3, 3), Interval(-9, 9, 0.5, vertical=True))
    )
    arrows = kinds(shapes, MSO_SHAPE.ISOSCELES_TRIANGLE)
    assert [arrow.rotation for arrow in arrows] == [270, 90, 0, 180]
    assert len(connectors(shapes, palette.ACCENT)) == 3
    assert corners(arrows[0])[0] == pytest.approx(WIDE.left, abs=0.01)
    assert corners(arrows[1])[2] == pytest.approx(WIDE.right, abs=0.01)


def test_marks_beyond_the_axis_stand_at_its_edge_and_those_at_no_number_are_left_out() -> None:
    items = (Mark(9, 1), Mark(NAN, 1), Mark(0, NAN), Interval(NAN, 1, 2), Diamond(0, NAN, 1, 2), Bar(0, 1, NAN, 2))
    shapes = drawn(one_panel(*items, Rule(NAN, 0, 1, 1), Words(NAN, 1, "nowhere"), Band(NAN, 1)))
    assert len(shapes) == 1
    assert corners(shapes[0])[2] == pytest.approx(WIDE.right, abs=0.05)


def test_rules_run_to_the_edges_and_are_cut_there() -> None:
    shapes = drawn(
        one_panel(Rule(0, None, 0, None, width=1), Rule(-3, 2, 3, 2, "mixed"), Rule(5, None, 5, None), Rule(0, 0, 2, 4))
    )
    assert len(shapes) == 3
    upright, level, slanted = (corners(shape) for shape in shapes)
    assert upright[0] == upright[2] == pytest.approx((WIDE.left + WIDE.right) / 2, abs=0.01)
    assert level[0::2] == pytest.approx((WIDE.left, WIDE.right), abs=0.01)
    assert slanted[2] == pytest.approx(WIDE.right, abs=0.01)
    assert slanted[3] == pytest.approx((upright[1] + upright[3]) / 2, abs=0.01)


def test_bars_share_their_row_and_carry_words_only_where_they_fit() -> None:
    bars = kinds(drawn(stacked()), MSO_SHAPE.RECTANGLE)
    assert [bar.text_frame.text for bar in bars] == ["▲ 50", "▲ 49", ""] * 3
    assert corners(bars[0])[2] == pytest.approx(corners(bars[1])[0], abs=0.01)
    assert bars[0].width / bars[1].width == pytest.approx(50 / 49, abs=0.01)
    run = bars[0].text_frame.paragraphs[0].runs[0]
    assert run.font.color.rgb == RGBColor(0xFF, 0xFF, 0xFF)


def test_fills_and_colours_stand_for_the_roles() -> None:
    fills = ("filled", "open", "dotted", "hatched")
    shapes = drawn(one_panel(*(Mark(0, at, "square", "mixed", 20, fill) for at, fill in enumerate(fills))))  # type: ignore[arg-type]
    filled, open_, dotted, hatched = kinds(shapes, MSO_SHAPE.RECTANGLE)
    mixed, white = RGBColor.from_string(palette.DIRECTION["mixed"].lstrip("#")), RGBColor(0xFF, 0xFF, 0xFF)
    assert filled.fill.fore_color.rgb == mixed
    assert open_.fill.fore_color.rgb == dotted.fill.fore_color.rgb == white
    assert open_.line.color.rgb == mixed
    assert len(kinds(shapes, MSO_SHAPE.OVAL)) == 1
    assert hatched.fill.type == MSO_FILL.PATTERNED
    assert hatched.fill.pattern == MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    assert filled.width == pytest.approx(open_.width + open_.line.width, abs=EMU / 100)
    band = drawn(one_panel(Band(0, 1)))[0]
    assert min(band.fill.fore_color.rgb) > 0xEE


def test_every_shape_has_its_own_form() -> None:
    forms = ("circle", "square", "diamond", "triangle_up", "triangle_down", "star")
    shapes = drawn(one_panel(*(Mark(place / 4 - 0.7, 2, form) for place, form in enumerate(forms))))  # type: ignore[arg-type]
    assert [shape.auto_shape_type for shape in shapes] == [
        MSO_SHAPE.OVAL,
        MSO_SHAPE.RECTANGLE,
        MSO_SHAPE.DIAMOND,
        MSO_SHAPE.ISOSCELES_TRIANGLE,
        MSO_SHAPE.FLOWCHART_MERGE,
        MSO_SHAPE.STAR_5_POINT,
    ]
    hollow = drawn(one_panel(Diamond(-0.5, 0, 0.5, 2, hollow=True)))[0]
    assert hollow.fill.fore_color.rgb == RGBColor(0xFF, 0xFF, 0xFF)


def test_hostile_text_stays_plain_text() -> None:
    hostile = "<b>&amp;\x00\x0b\x1b\ud800\ufffe </a:t> =1+1"
    items = (Words(0, 1, hostile), Bar(-1, 1, 2, 3, words=hostile), Mark(-0.9, 3.5, words=hostile, href="javascript:x"))
    axis = Axis(-1, 1, (Label(0, hostile),), hostile)
    scene = Scene((Panel(axis, replace(axis, end=4), items),), 200, legend=(Key(hostile, "mixed"),), note=hostile)
    shapes = drawn(scene)
    there = words_of(shapes)
    assert there.count("<b>&amp; </a:t> =1+1") == 9
    assert not any(shape._element.xpath(".//a:hlinkClick") for shape in shapes)


@pytest.mark.parametrize("box", [WIDE, Box(1, 1, 3, 1.2), Box(1, 1, 0.5, 0.3)])
def test_crowded_scenes_stay_in_small_boxes(box: Box) -> None:
    for scene in (SCENES[name]() for name in SCENES):
        for shape in drawn(scene, box):
            left, top, right, bottom = corners(shape)
            assert left >= box.left - 0.01
            assert top >= box.top - 0.01
            assert right <= box.right + 0.01
            assert bottom <= box.bottom + 0.01


def test_scenes_without_anything_draw_nothing_but_axes_and_legend() -> None:
    assert drawn(Scene((), 100, legend=(Key("Mixed", "mixed"),))) == []
    empty = Scene((Panel(Axis(0, 100, SHARES), Axis(0, 0), ()),), 0, legend=(Key("Mixed", "mixed"),))
    assert [words for words in words_of(drawn(empty)) if words] == ["0%", "50%", "100%", "Mixed"]


def test_numbers_along_an_axis_are_thinned_but_categories_never() -> None:
    years = tuple(Label(year, str(year)) for year in range(1950, 2025))
    scene = Scene((Panel(Axis(1950, 2024, years), Axis(1, 0), ()),), 200)
    there = [int(words) for words in words_of(drawn(scene, SMALL))]
    assert 5 < len(there) < len(years)
    assert len({b - a for a, b in itertools.pairwise(there)}) == 1
    names = tuple(Label(place, f"Category {place}") for place in range(12))
    categories_too = replace(scene, panels=(Panel(Axis(-0.5, 11.5, names), Axis(1, 0), ()),))
    assert words_of(drawn(categories_too, SMALL)) == [label.words for label in names]


def test_the_same_scene_is_the_same_bytes() -> None:
    def saved() -> bytes:
        file: Any = Presentation()
        to_pptx(forest(), file.slides.add_slide(file.slide_layouts[6]).shapes, WIDE)
        out = io.BytesIO()
        file.save(out)
        return stable(out.getvalue())

    assert saved() == saved()


def test_shapes_have_ids_of_their_own_also_beside_others() -> None:
    file: Any = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    for box in (Box(0.5, 1, 4, 3), Box(5, 1, 4, 3)):
        to_pptx(stacked(), slide.shapes.add_group_shape().shapes, box)
    ids = slide.shapes._spTree.xpath(".//p:cNvPr/@id")
    assert len(ids) == len(set(ids))
    first, second = slide.shapes
    assert first.left + first.width <= second.left


def test_words_are_wrapped_or_shortened_to_their_room() -> None:
    assert width_of("W", 10) > width_of("i", 10)
    assert width_of("Pain", 10, bold=True) > width_of("Pain", 10)
    assert fitted("quality of life", width_of("quality of", 10), 10, most=2) == ["quality of", "life"]
    assert fitted("quality of life", width_of("quality…", 10), 10) == ["quality…"]
    assert fitted("word", 0.01, 10) == []
    assert not fits("two words", width_of("two", 10), 10)
    assert clean("a\r\nb\tc\x07") == "a\nb c"
