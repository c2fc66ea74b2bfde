"""Pooled results of subgroups side by side, with the test that they share one effect."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from evidence.charts.chart import Chart
from evidence.charts.forest import p_words
from evidence.charts.intervals import Column, Row, effect, interval_scene
from evidence.charts.scene import Shape
from evidence.effects.effect_table import DERIVATION_WORDS
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import Schema
from evidence.synthesis.diagnostics import Subgroups, subgroups
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question
from evidence.synthesis.timing import TIME_LABELS
from evidence.words.numbers import rounded
from evidence.words.phrases import listed, studies_counted

HOW_TO_READ = (
    "Each row pools one group of studies. The test asks whether the groups could share one effect; a large p value does not show "
    "that they do, as with few studies even large differences escape it. Groups were not formed by chance: studies that differ "
    "in one thing differ in others, so a difference between groups suggests a reason and does not prove it."
)
#: What studies can be grouped by: code in the address → words.
GROUPINGS = {
    "comparator_class": "What massage was compared with",
    "time": "When it was measured",
    "chronic_pain": "Whether people had chronic pain",
    "assessor_blinded": "Whether the assessor was blinded",
    "derivation": "How the effect was derived",
}
_COLUMNS = (Column("Group", 0.0), Column("Studies", 0.40, "right"), Column("g (95% interval)", 1.0, "right"))


@kept
def subgroup_chart(library: Library, question: Question, by: str) -> Chart:
    """The pooled result of each group of studies; `by` is a code of `GROUPINGS`. Raises ValueError without a study."""
    answer = pooled_studies(library, question)
    rows = answer.included
    found = subgroups(rows["g"], rows["se"] ** 2, rows[by].tolist(), question.model)
    name = _namer(library.schema, by)
    drawn = []
    for group, pooled in found.groups.items():
        words = (name(str(group)), str(pooled.k), effect(pooled.estimate, pooled.ci_low, pooled.ci_high))
        shape: Shape = "diamond" if pooled.k > 1 else "square"
        drawn.append(Row(words, pooled.estimate, pooled.ci_low, pooled.ci_high, shape=shape, hover=words[0]))
    average = answer.pooled.estimate if answer.pooled is not None else float("nan")
    return Chart(
        title=f"Subgroups: {GROUPINGS[by].lower()}",
        scene=interval_scene(drawn, _COLUMNS, average),
        sentence=_sentence(found, by, name),
        table=_table(found, name),
    )


def _namer(schema: Schema, by: str) -> Callable[[str], str]:
    if by == "time":
        return lambda code: TIME_LABELS[code]
    if by == "derivation":
        return lambda code: DERIVATION_WORDS[code][:1].upper() + DERIVATION_WORDS[code][1:]
    return lambda code: schema.label(by, code)


def _sentence(found: Subgroups, by: str, name: Callable[[str], str]) -> str:
    parts = [
        f"{name(str(group))}: {effect(pooled.estimate, pooled.ci_low, pooled.ci_high)} from {studies_counted(pooled.k)}"
        for group, pooled in found.groups.items()
    ]
    text = f"{GROUPINGS[by]}. {'; '.join(parts)}."
    if found.q != found.q:
        return f"{text} There are not two groups of two studies or more, so nothing can be tested between them."
    text += f" Test that the groups share one effect: chi² = {rounded(found.q, 2)}, {found.df} df, {p_words(found.p)}."
    if found.left_out:
        alone = listed([name(str(group)) for group in found.left_out])
        text += f" Not in the test, as there is only one study each: {alone}."
    return text


def _table(found: Subgroups, name: Callable[[str], str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Group": name(str(group)),
                "Studies": pooled.k,
                "g": rounded(pooled.estimate),
                "95% interval": f"{rounded(pooled.ci_low)} to {rounded(pooled.ci_high)}",
                "tau²": rounded(pooled.tau2, 3) if pooled.tau2 == pooled.tau2 else "",
                "I²": f"{rounded(pooled.i2, 0)}%" if pooled.i2 == pooled.i2 else "",
            }
            for group, pooled in found.groups.items()
        ]
    )
