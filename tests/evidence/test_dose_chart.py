"""The dots of a dose chart are the trials that tell their dose."""

from __future__ import annotations

import pytest

from evidence.answers.dose import PARTS, doses, doses_in_words, spreads
from evidence.charts import dose_chart
from evidence.charts.scene import Mark, Rule
from evidence.library import Library


@pytest.mark.parametrize("condition", ["", "low_back_pain", "shoulder_pain"])
def test_a_dot_for_each_trial_that_tells(condition: str, library: Library) -> None:
    rows = doses(library, condition)
    chart = dose_chart(library, condition)
    middles = {spread.part: spread.middle for spread in spreads(rows)}
    assert len(chart.scene.panels) == len(PARTS)
    for panel, part in zip(chart.scene.panels, PARTS, strict=True):
        told = rows[rows[part].notna()]
        dots = [item for item in panel.items if isinstance(item, Mark)]
        assert sorted((dot.id, dot.x) for dot in dots) == sorted(zip(told["study_id"], told[part], strict=True))
        assert f"({len(told)} of {len(rows)} trials)" in panel.x.title
        names = dict(zip(told["study_id"], told["study"], strict=True))
        assert all(dot.hover.startswith(f"{names[dot.id]}: {dot.x:g} ") for dot in dots)
        assert [(rule.x0, rule.x1) for rule in panel.items if isinstance(rule, Rule)] == [(middles[part],) * 2]
        for value, number in told[part].value_counts().items():
            assert sorted(dot.y for dot in dots if dot.x == value) == list(range(1, number + 1))
        assert panel.y.end < 1
        assert panel.y.start > max(dot.y for dot in dots)
        assert panel.x.end > max(dot.x for dot in dots)
    assert chart.title == "What trials gave" + (
        f", {library.schema.phrase('condition', condition)}" if condition else ""
    )
    assert chart.sentence == doses_in_words(rows)
    assert len(chart.table) == len(rows)


def test_without_trials_there_are_three_empty_panels(library: Library) -> None:
    chart = dose_chart(library, "hand_osteoarthritis")
    assert [panel.items for panel in chart.scene.panels] == [(), (), ()]
    assert chart.sentence == "No trial of massage is recorded here."
