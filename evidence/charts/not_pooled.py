"""The studies on a question that cannot be pooled: where their findings point, and why they cannot."""

from __future__ import annotations

from dataclasses import replace

from evidence.charts.chart import Chart
from evidence.charts.direction_plot import direction_plot
from evidence.library import Library
from evidence.library.kept import kept
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question
from evidence.words.phrases import counted


@kept
def not_pooled_chart(library: Library, question: Question) -> Chart:
    """The effect-direction plot of the findings that stay out of the pool; its table gains the reason of each."""
    findings = pooled_studies(library, question).not_pooled
    chart = direction_plot(library, findings)
    reasons = dict(zip(findings["finding_id"], findings["reason"], strict=True))
    table = chart.table.assign(**{"Why not pooled": chart.table["finding_id"].map(reasons)})
    return replace(
        chart, title="Studies that cannot be pooled", sentence=_sentence(chart.sentence, reasons), table=table
    )


def _sentence(sentence: str, reasons: dict[str, str]) -> str:
    if not reasons:
        return sentence
    number: dict[str, int] = {}
    for reason in reasons.values():
        number[reason] = number.get(reason, 0) + 1
    most, times = max(number.items(), key=lambda item: item[1])
    others = len(reasons) - times
    rest = (
        f" The other {counted(others, 'finding')} stay out for {counted(len(number) - 1, 'other reason')}."
        if others
        else ""
    )
    return f"{sentence} Most often ({times} of {len(reasons)}) the reason is: {most}{rest}"
