"""What pooling costs: 200 made-up studies through ours, through statsmodels alone, and through PyMARE, on the same numbers."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from pymare import Dataset
from pymare.estimators import DerSimonianLaird, VarianceBasedLikelihoodEstimator
from statsmodels.stats.meta_analysis import combine_effects

from bench.report import Goal, Row, number, table
from evidence.synthesis import pool
from evidence.synthesis.diagnostics import cumulative, egger, heterogeneity_interval, leave_one_out, subgroups
from evidence.synthesis.pooling import Floats

STUDIES = 200
#: Milliseconds for the pool and all diagnostics together.
BUDGET = 50.0


@dataclass(frozen=True)
class Pooling:
    """What was done, median milliseconds, and the average effect it found; the first has a goal."""

    measured: tuple[tuple[str, float, float], ...]

    def details(self) -> str:
        """All ways beside each other; their averages must agree."""
        rows: list[Row] = [(name, number(spent, 1), number(average, 6)) for name, spent, average in self.measured]
        return table((f"pooling {STUDIES} studies", "ms", "average"), rows)

    def goals(self) -> list[Goal]:
        """The pool with all diagnostics."""
        name, spent, _ = self.measured[0]
        return [Goal(f"pooling {STUDIES} studies, {name}", spent, BUDGET, "ms", digits=1)]


def measure(runs: int) -> Pooling:
    """Every way on the same numbers."""
    y, v = studies()
    work: list[tuple[str, Callable[[], float]]] = [
        ("ours: pool and all diagnostics", lambda: everything(y, v)),
        ("ours: Paule-Mandel with Knapp-Hartung", lambda: pool(y, v).estimate),
        ("ours: DerSimonian-Laird", lambda: pool(y, v, "DL", knapp_hartung=False).estimate),
        ("statsmodels: Paule-Mandel (iterated)", lambda: combine_effects(y, v, method_re="iterated").mean_effect_re),
        ("statsmodels: DerSimonian-Laird", lambda: combine_effects(y, v, method_re="dl").mean_effect_re),
        ("PyMARE: DerSimonian-Laird", lambda: pymare(DerSimonianLaird(), y, v)),
        ("PyMARE: REML", lambda: pymare(VarianceBasedLikelihoodEstimator(method="REML"), y, v)),
    ]
    return Pooling(tuple((name, *_timed(run, runs)) for name, run in work))


def studies() -> tuple[Floats, Floats]:
    """Effects and variances of studies of 10 to 200 people a group, drawn with a fixed seed."""
    random = np.random.default_rng(20261124)
    sizes = random.integers(10, 200, STUDIES)
    v = 2 / sizes + 0.3**2 / (4 * sizes)
    return random.normal(0.3, np.sqrt(v + 0.05)), v


def everything(y: Floats, v: Floats) -> float:
    """The pool with every diagnostic that the page of pooled results can show; the average."""
    years, groups = 1980 + np.arange(STUDIES) // 5, [f"group {place % 4}" for place in range(STUDIES)]
    leave_one_out(y, v)
    cumulative(y, v, years)
    heterogeneity_interval(y, v)
    egger(y, v)
    subgroups(y, v, groups)
    return pool(y, v).estimate


def pymare(estimator: DerSimonianLaird | VarianceBasedLikelihoodEstimator, y: Floats, v: Floats) -> float:
    """The average by an estimator of PyMARE."""
    fitted = estimator.fit_dataset(Dataset(y, v))
    return float(np.ravel(fitted.summary().get_fe_stats()["est"])[0])


def _timed(run: Callable[[], float], runs: int) -> tuple[float, float]:
    run()
    spent = []
    average = float("nan")
    for _ in range(runs):
        start = time.perf_counter()
        average = float(run())
        spent.append(1000 * (time.perf_counter() - start))
    return statistics.median(spent), average
