"""Size beside certainty: each sized row of the summaries of findings as a dot, to show that the two are different things."""

from __future__ import annotations

import pandas as pd

from evidence.answers.summary_of_findings import SummaryRow, judged_rows
from evidence.charts.chart import Chart
from evidence.charts.scene import Axis, Label, Mark, Panel, Rule, Scene
from evidence.library import Library
from evidence.library.kept import kept
from evidence.synthesis.grade import LEVELS
from evidence.words.phrases import counted, listed

#: Sizes in words, from the largest harm to the largest gain; a row without a difference stands in the middle.
_STEPS = ("large", "moderate", "small")
NONE = "little or none"
#: So many dots stand side by side at one place before a new line of them begins.
_PER_LINE = 6
#: From dot to dot in steps of size, from line to line in levels of certainty.
_DOT_APART, _LINE_APART = 0.13, 0.15
_DOT = 9
#: Pixels that a level of certainty, a step of size and the words beside the plot take.
_LEVEL_HEIGHT, _STEP_WIDTH, _WORDS_WIDTH = 100, 75, 130


@kept
def sized_rows(library: Library) -> pd.DataFrame:
    """Every row of the summaries of findings whose effect has a size.

    Columns: `condition`, `outcome`, `against`, `term` (words), `size` (the word, with its side: “large, better”), `step` (from
    -3, a large effect against massage, to 3), `certainty` (a GRADE code), `sentence`.
    """
    conditions = library.conditions.sort_values("order")
    rows = [
        {
            "condition": label,
            "outcome": row.outcome_words,
            "against": row.comparison_words,
            "term": row.term_words,
            "size": _words(step),
            "step": step,
            "certainty": row.certainty,
            "sentence": row.sentence,
        }
        for code, label in zip(conditions["condition_id"], conditions["label"], strict=True)
        for row in judged_rows(library, code)
        if (step := _step(row)) is not None
    ]
    columns = ["condition", "outcome", "against", "term", "size", "step", "certainty", "sentence"]
    return pd.DataFrame(rows, columns=columns)


def _step(row: SummaryRow) -> int | None:
    """Where a row stands from -3 to 3; None where its effect is unclear or has no size."""
    if row.effect == "little_or_no_difference":
        return 0
    if row.effect not in ("better", "worse") or row.size not in _STEPS:
        return None
    steps = len(_STEPS) - _STEPS.index(row.size)
    return steps if row.effect == "better" else -steps


def _words(step: int) -> str:
    if step == 0:
        return NONE
    return f"{_STEPS[len(_STEPS) - abs(step)]}, {'better' if step > 0 else 'worse'}"


def certainty_size_chart(library: Library) -> Chart:
    """Size in words on the horizontal axis, GRADE's words on the vertical one; dots at the same place stand in lines."""
    rows = sized_rows(library)
    return Chart("Size beside certainty", _scene(rows, library), _sentence(rows, library), _table(rows, library))


def _scene(rows: pd.DataFrame, library: Library) -> Scene:
    present = [level for level in reversed(LEVELS) if (rows["certainty"] == level).any()]
    steps = sorted({int(step) for step in rows["step"]})
    least, most = (steps[0], steps[-1]) if steps else (0, 0)
    across = Axis(
        least - 0.5,
        most + 0.5,
        tuple(Label(step, _words(step).replace(", ", ",\n").replace(" or ", "\nor ")) for step in steps),
        "◀ worse with massage · size of the effect · better with massage ▶",
        grid=True,
    )
    levels = tuple(
        Label(place, f"{library.schema.label('certainty', level)} certainty") for place, level in enumerate(present)
    )
    # The surest stand on top.
    down = Axis(max(len(present) - 0.2, 0.7), -0.3, levels)
    no_effect = (Rule(0, None, 0, None, width=1),) if 0 in steps else ()
    return Scene(
        panels=(Panel(across, down, (*no_effect, *_dots(rows, present))),),
        height=_LEVEL_HEIGHT * max(len(present), 1),
        least_width=_WORDS_WIDTH + _STEP_WIDTH * (most - least + 1),
    )


def _dots(rows: pd.DataFrame, present: list[str]) -> list[Mark]:
    """A dot a row; those of the same size and certainty stand side by side, a new line after every `_PER_LINE`."""
    crowd = rows.groupby(["certainty", "step"]).cumcount()
    middle = _DOT_APART * (_PER_LINE - 1) / 2
    return [
        Mark(
            x=row["step"] + _DOT_APART * (before % _PER_LINE) - middle,
            y=present.index(row["certainty"]) + _LINE_APART * (before // _PER_LINE),
            size=_DOT,
            hover=f"{row['condition']}, {row['outcome']}, {row['term']}, against {row['against']}",
        )
        for row, before in zip(rows.to_dict("records"), crowd, strict=True)
    ]


def _sentence(rows: pd.DataFrame, library: Library) -> str:
    if rows.empty:
        return "No summary of findings here has a size."
    parts = []
    for level in LEVELS:
        part = rows[rows["certainty"] == level]
        if len(part):
            sizes = part.sort_values("step", ascending=False)["size"].value_counts(sort=False)
            words = listed([f"{number} {size}" for size, number in sizes.items()])
            parts.append(
                f"{counted(len(part), 'result')} of {library.schema.phrase('certainty', level)} certainty ({words})"
            )
    return f"Effects with their certainty: {'; '.join(parts)}. A large effect can be very uncertain."


def _table(rows: pd.DataFrame, library: Library) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Condition": rows["condition"],
            "Outcome": rows["outcome"],
            "When": rows["term"],
            "Compared with": rows["against"],
            "Size": rows["size"],
            "Certainty": [library.schema.label("certainty", code) for code in rows["certainty"]],
        }
    )
