"""What was measured as one table of plain text, each number beside its budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.browser import Against, BrowserTimes
from bench.memory import per_further_visitor
from bench.scripts import ServerCosts
from bench.views import View

#: Milliseconds of a page's script by size of the corpus (the smallest and the largest have one).
SCRIPT_BUDGETS = {1: 150.0, 40: 500.0}
#: The page of pooled results computes more than the others and has budgets of its own.
SYNTHESIS_BUDGETS = {1: 250.0, 40: 600.0}
#: Times the empty app, in the browser.
BROWSER_BUDGET = 1.4
#: MiB of each further visitor.
VISITOR_BUDGET = 3.0

NOTHING = "–"

Row = list[str]


def table(
    costs: Mapping[int, ServerCosts],
    browser: BrowserTimes | None,
    memory: Sequence[float],
    views: Sequence[View],
    sizes: Sequence[int],
) -> str:
    """The table; what was not measured is a dash, and a row of nothing else is left out."""
    rows = [_view_row(view, costs, browser, sizes) for view in views]
    if browser:
        rows.append(["first screen of /", *_dashes(sizes), *_against(browser.first_screen, None)])
        rows.append(["an app of one plot", *_dashes(sizes), *_against(browser.one_plot, None)])
    rows.append(_corpus_row("start, s", {size: f"{cost.start:.1f}" for size, cost in costs.items()}, sizes))
    rows.append(_corpus_row("first visit, s", {size: f"{cost.first_visit:.1f}" for size, cost in costs.items()}, sizes))
    rows.append(_corpus_row("memory then, MiB", {size: f"{cost.memory:.0f}" for size, cost in costs.items()}, sizes))
    label = f"memory per further visitor, MiB (≤ {VISITOR_BUDGET:.0f})"
    rows.append(_corpus_row(label, {sizes[0]: _visitor(memory)} if memory else {}, sizes))
    measured = [row for row in rows if set(row[1:]) != {NOTHING}]
    return _aligned([_heading(sizes), _budgets(sizes), *measured])


def held(value: float, budget: float | None, digits: int = 0) -> str:
    """A number, and whether it keeps within its budget if it has one."""
    number = f"{value:.{digits}f}"
    if budget is None:
        return number
    return f"{number} {'ok' if value <= budget else 'over'}"


def _heading(sizes: Sequence[int]) -> Row:
    return ["", *(f"×{size}, ms (cpu)" for size in sizes), "browser, ms", "empty app", "ratio"]


def _budgets(sizes: Sequence[int]) -> Row:
    limits = [SCRIPT_BUDGETS.get(size) for size in sizes]
    return [
        "budget",
        *(f"≤ {limit:.0f}" if limit else NOTHING for limit in limits),
        NOTHING,
        NOTHING,
        f"≤ {BROWSER_BUDGET}",
    ]


def _view_row(view: View, costs: Mapping[int, ServerCosts], browser: BrowserTimes | None, sizes: Sequence[int]) -> Row:
    server = _dashes(sizes)
    for position, size in enumerate(sizes):
        if size in costs:
            time = costs[size].views[view]
            budgets = SYNTHESIS_BUDGETS if view.page == "synthesis" else SCRIPT_BUDGETS
            server[position] = f"{held(time.wall, budgets.get(size))} ({time.processor:.0f})"
    return [view.address, *server, *_against(browser.settled.get(view) if browser else None, BROWSER_BUDGET)]


def _against(times: Against | None, budget: float | None) -> Row:
    if times is None:
        return [NOTHING] * 3
    return [f"{times.page:.0f}", f"{times.empty:.0f}", held(times.ratio, budget, digits=2)]


def _corpus_row(label: str, values: Mapping[int, str], sizes: Sequence[int]) -> Row:
    return [label, *(values.get(size, NOTHING) for size in sizes), *[NOTHING] * 3]


def _visitor(memory: Sequence[float]) -> str:
    return held(per_further_visitor(memory), VISITOR_BUDGET, digits=1)


def _dashes(sizes: Sequence[int]) -> Row:
    return [NOTHING for _ in sizes]


def _aligned(rows: Sequence[Row]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    return "\n".join(lines)
