"""What a pooled answer amounts to, in the wording of GRADE guideline 26, and how certain that can be at most.

The certainty here is worked out from what is in the tables by the rules below, so that it can follow the reader's switches. It
is no guideline panel's rating, and it is never above the curators' own appraisal of the claim that the findings bear on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from evidence.library.kept import kept
from evidence.synthesis.grade import LEVELS, Grade
from evidence.synthesis.pooled_studies import PooledStudies
from evidence.words.numbers import rounded
from evidence.words.phrases import counted, listed, out_of, share

#: The verb of each level (Santesso et al. 2020, GRADE guidelines 26); very low has a sentence of its own.
_VERBS = {"high": "results in", "moderate": "probably results in", "low": "may result in"}
#: Lower limits of the sizes of a standardised difference (Cohen 1988, as in the Cochrane Handbook 15.5.3.1).
_SIZES = ((0.8, "large"), (0.5, "moderate"), (0.2, "small"))
#: Below this many people in all an average of continuous outcomes is imprecise (Guyatt et al. 2011, GRADE guidelines 6).
ENOUGH_PEOPLE = 400
#: From this I² in per cent on the studies differ substantially (Cochrane Handbook 10.10.2).
SUBSTANTIAL_I2 = 50.0
#: Why an interval that holds a worthwhile effect on either side lowers the certainty by a second level.
VERY_WIDE = (
    "Imprecision, a second level: the interval holds at least a small improvement and at least a small worsening."
)


@dataclass(frozen=True)
class Conclusion:
    """A worded conclusion, how certain it is (without a level if nothing was pooled), and the size's word."""

    sentence: str
    grade: Grade
    size: str

    @property
    def certainty(self) -> str:
        """The level, a code of GRADE's."""
        return self.grade.level

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the certainty is no higher."""
        return self.grade.reasons


@kept
def conclusion(answer: PooledStudies) -> Conclusion:
    """What the pooled result says, as GRADE would word it, and each reason that keeps the certainty down."""
    pooled, schema = answer.pooled, answer.library.schema
    what = schema.phrase("outcome_group", answer.question.outcome)
    if answer.question.condition:
        what += f" in {schema.phrase('condition', answer.question.condition)}"
    against = answer.question.against_words(schema)
    if pooled is None:
        return Conclusion(
            f"No study can be pooled on {what} against {against}, so nothing is concluded here.", Grade(), ""
        )
    grade = Grade.rated(_start(answer), tuple(_reasons(answer)), _appraised(answer))
    return Conclusion(worded(pooled.estimate, grade.level, what, against), grade, size_word(pooled.estimate))


def _start(answer: PooledStudies) -> tuple[str, str]:
    """Where trials start from, and why lower where not all are."""
    if bool((answer.included["randomised"] == "yes").all()):
        return "high", ""
    return "low", "Not every study is known to be randomised, so it starts from low."


def worded(g: float | None, certainty: str, what: str, against: str) -> str:
    """One sentence for an effect: size by `size_word`, verb by certainty (GRADE guideline 26).

    `g`: Hedges' g, positive where massage did better, None or NaN where no size is known. `what`: the outcome within a
    sentence, `against`: the comparison within a sentence.
    """
    verb = _VERBS.get(certainty)
    if verb is None or g is None or pd.isna(g):
        return f"The evidence is very uncertain about the effect of massage on {what} compared with {against}."
    size = size_word(g)
    if not size:
        return f"Massage {verb} little to no difference in {what} compared with {against}."
    change = "improvement" if g > 0 else "worsening"
    return f"Massage {verb} a {size} {change} in {what} compared with {against}."


def size_word(g: float) -> str:
    """“large”, “moderate” or “small”; empty below the smallest limit, and for no number."""
    return next((word for least, word in _SIZES if round(abs(g), 2) >= least), "")


def _reasons(answer: PooledStudies) -> Iterator[str]:
    """Each reason to lower the certainty by one level; one for each of GRADE's domains, but two for a very wide interval."""
    checks = (_risk_of_bias, _inconsistency, _indirectness, _imprecision, _wide, _reporting)
    yield from (reason for check in checks if (reason := check(answer)))


def _risk_of_bias(answer: PooledStudies) -> str:
    rows = answer.included
    blinded = float(rows.loc[rows["assessor_blinded"] == "yes", "weight"].sum())
    if blinded >= 0.5:
        return ""
    return f"Risk of bias: a blinded assessor is reported for only {share(round(100 * blinded), 100)} of the weight."


def _inconsistency(answer: PooledStudies) -> str:
    pooled = answer.pooled
    if pooled is None:
        return ""
    if pooled.k == 1:
        return "Inconsistency: one study cannot show whether others would find the same."
    if pooled.i2 >= SUBSTANTIAL_I2:
        return f"Inconsistency: the studies differ by more than chance (I² = {rounded(pooled.i2, 0)}%)."
    agreed = pooled.ci_low > 0 or pooled.ci_high < 0
    if agreed and pooled.pi_low < 0 < pooled.pi_high:
        return (
            "Inconsistency: a new study could find the opposite, as the prediction interval reaches across no effect."
        )
    return ""


def _indirectness(answer: PooledStudies) -> str:
    rows = answer.included
    other = int((rows["chronic_pain"] != "yes").sum())
    if not other:
        return ""
    return f"Indirectness: in {out_of(other, len(rows))} not all people are known to have had chronic pain."


def _imprecision(answer: PooledStudies) -> str:
    pooled, people = answer.pooled, answer.included["n"]
    if pooled is None:
        return ""
    if pooled.ci_low < 0 < pooled.ci_high:
        return "Imprecision: the interval includes both better and worse with massage."
    known = int(people.sum())
    if known < ENOUGH_PEOPLE:
        return f"Imprecision: {counted(known, 'person', 'people')} in all, fewer than {ENOUGH_PEOPLE}."
    return ""


def _wide(answer: PooledStudies) -> str:
    pooled = answer.pooled
    return VERY_WIDE if pooled is not None and very_wide(pooled.ci_low, pooled.ci_high) else ""


def very_wide(ci_low: float, ci_high: float) -> bool:
    """Whether a standardised interval holds effects worth speaking of on either side: very serious imprecision (GRADE)."""
    least = _SIZES[-1][0]
    return ci_low <= -least and ci_high >= least


def _reporting(answer: PooledStudies) -> str:
    missing = answer.not_pooled["study_id"].nunique()
    if 2 * missing <= answer.studies:
        return ""
    verb = "prints" if answer.studies == 1 else "print"
    return f"Reporting: {out_of(missing, answer.studies)} {verb} no number that could be pooled."


def _appraised(answer: PooledStudies) -> tuple[str, str]:
    """The lowest certainty that the curators give to the links the findings sit on, and a sentence that says so."""
    appraisals = answer.library.appraisals
    links = set(zip(answer.included["mechanism"], answer.included["link"], strict=True))
    own = [key in links for key in zip(appraisals["mechanism_id"], appraisals["link"], strict=True)]
    levels = [str(level) for level in appraisals.loc[own, "certainty"] if level in LEVELS]
    if not levels:
        return LEVELS[-1], "The curators have not appraised this claim, so no more than very low is said."
    ceiling = max(levels, key=LEVELS.index)
    schema = answer.library.schema
    names = sorted({schema.phrase("mechanism", mechanism) for mechanism, _ in links})
    return ceiling, (
        f"The curators' own appraisal ({listed(names)}) is {schema.label('certainty', ceiling).lower()}, "
        "and this is never set higher."
    )
