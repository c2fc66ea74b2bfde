"""A picture to take along is white, and carries its title, its sentence and its source inside."""

from __future__ import annotations

from evidence.charts import ladder_chart
from evidence.charts.for_print import WIDTH, for_print
from evidence.library import Library


def test_title_sentence_and_source_are_inside_on_white(library: Library) -> None:
    chart = ladder_chart(library)
    before = chart.figure.to_json()
    figure = for_print(chart, "Touchstone, data version 1.0.0")
    words = " ".join(str(note.text) for note in figure.layout.annotations).replace("<br>", " ")
    assert chart.sentence in words
    assert "data version 1.0.0" in words
    assert chart.title in figure.layout.title.text
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "#FFFFFF"
    assert figure.layout.width == WIDTH
    assert figure.layout.height > chart.figure.layout.height
    assert chart.figure.to_json() == before
