"""Pooled effects per rung: those of the question about that rung, within the selection."""

from __future__ import annotations

import pytest

from evidence.charts import ladder_chart
from evidence.library import Library
from evidence.selection import Selection
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import AGAINST, Question
from evidence.synthesis.rungs import pooled_rungs, sizes_sentence


@pytest.mark.parametrize("rung", AGAINST)
def test_a_rung_gives_what_the_question_about_it_gives(rung: str, library: Library) -> None:
    chosen = Selection().apply(library)
    expected = pooled_studies(library, Question(against=rung)).pooled
    found = pooled_rungs(library, chosen)[rung].pooled
    assert expected is not None
    assert found is not None
    assert (found.k, found.estimate) == (expected.k, pytest.approx(expected.estimate))


def test_the_selection_narrows_a_rung(library: Library) -> None:
    chosen = Selection(condition=("low_back_pain",)).apply(library)
    expected = pooled_studies(library, Question(against="active", condition="low_back_pain")).pooled
    found = pooled_rungs(library, chosen)["active"].pooled
    assert expected is not None
    assert found is not None
    assert found.estimate == pytest.approx(expected.estimate)


def test_the_ladder_says_the_sizes_in_label_sentence_and_table(library: Library) -> None:
    chosen = Selection().apply(library)
    rungs = pooled_rungs(library, chosen)
    chart = ladder_chart(chosen, "massage", library)

    assert sizes_sentence(rungs, library) in chart.sentence
    words = dict(zip(chart.table["Compared with"], chart.table["Pain, pooled"], strict=True))
    labels = [label.words for label in chart.scene.panels[0].y.labels]
    for code in ("inactive", "credible", "active"):
        name = library.schema.label("comparator_class", code)
        assert words[name] == rungs[code].words
        assert any(label.startswith(name) and rungs[code].words in label for label in labels)


def test_where_nothing_can_be_pooled_it_says_so(library: Library) -> None:
    chosen = Selection(mechanism=("endorphins",)).apply(library)
    rungs = pooled_rungs(library, chosen)
    assert {rung.words for rung in rungs.values()} == {"none poolable"}
    assert sizes_sentence(rungs, library) == "No study here can be pooled on pain intensity."
