"""What goes with a figure: its numbers, its sentence, its link, a snippet to embed it, and the picture."""

from __future__ import annotations

import csv
import io
import json

from evidence.charts import ladder_chart
from evidence.library import Library
from evidence.selection import Selection
from evidence.takeaway.exports import csv_bytes
from tests.pages.visit import unfold, visit
from ui.show.figure_files import snippet


def test_a_figure_comes_with_everything(library: Library) -> None:
    app = unfold(visit("studies", {"view": "ladder", "cond": "cancer"}), "ladder_studies_more")

    chart = ladder_chart(Selection(condition=("cancer",)).apply(library), "massage", library)
    codes = [code.value for code in app.code]
    assert chart.sentence in codes
    assert any(code.startswith("<iframe") and "embed=true" in code and "cond=cancer" in code for code in codes)
    assert "Numbers (CSV)" in [button.label for button in app.get("download_button")]
    drawn = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    captions = [note["text"] for figure in drawn for note in figure["layout"].get("annotations", [])]
    assert any(library.fingerprint in caption for caption in captions)


def test_numbers_of_a_chart_are_safe_and_stay_numbers(library: Library) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_bytes(ladder_chart(library).table).decode())))
    assert all(row["Findings"].isdigit() for row in rows)
    frame = ladder_chart(library).table.assign(Note="=HYPERLINK(1)")
    assert b"'=HYPERLINK" in csv_bytes(frame)


def test_a_snippet_cannot_break_out_of_its_quotes() -> None:
    made = snippet('http://x.example/?q="><script>', '"><script>')
    assert "<script>" not in made
    assert snippet("http://x.example/map", "t").count("?embed=true") == 1
    assert "&amp;embed=true" in snippet("http://x.example/map?rows=a", "t")
