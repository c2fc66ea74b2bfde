"""Quiz questions on pooled results: how much, how sure, and against what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence.answers.directions import FEWEST_FOR_A_SHARE
from evidence.answers.tougher import tougher
from evidence.charts.certainty_size import sized_rows
from evidence.learn.quiz.question import QuizQuestion, draft, first_of, numbers_near, with_options
from evidence.library import Library
from evidence.library.strands import RUNGS, on_benefit
from evidence.synthesis.conclusion import conclusion
from evidence.synthesis.diagnostics import leave_one_out
from evidence.synthesis.grade import LEVELS
from evidence.synthesis.pooled_studies import PooledStudies, pooled_studies
from evidence.synthesis.questions import CONTROLLED, Question
from evidence.words.numbers import rounded
from evidence.words.phrases import listed, out_of, studies_counted

PAIN = "pain_intensity"
YES_NO = ("Yes", "No")

#: So many pairs of effects are asked about.
_MOST_PAIRS = 2


def pool_questions(library: Library) -> Iterator[QuizQuestion]:
    """On each class of controls: the interval, a new study, certainty, what is poolable, influence; then across classes."""
    answers = {name: pooled_studies(library, Question(outcome=PAIN, against=name)) for name in CONTROLLED}
    for name, answer in answers.items():
        if answer.pooled is not None and answer.pooled.k > 1:
            yield from _interval(answer, name)
            yield from _new_study(answer, name)
            yield from _dropped(answer, name)
            yield from _certainty(answer, name)
        if answer.studies:
            yield from _poolable(answer, name)
    yield from _largest(library, answers)
    yield from _ladder(library)
    yield from _size_and_certainty(library)


def _interval(answer: PooledStudies, name: str) -> Iterator[QuizQuestion]:
    pooled = answer.pooled
    assert pooled is not None
    across = pooled.ci_low < 0 < pooled.ci_high
    question = draft(
        f"interval-{name}",
        "pooling",
        f"{_about(answer)}: does the 95% interval of the pooled effect include no difference?",
        f"It runs from {rounded(pooled.ci_low)} to {rounded(pooled.ci_high)} around an average of {rounded(pooled.estimate)}.",
    )
    yield from with_options(_on_synthesis(question, answer), YES_NO, YES_NO[not across])


def _new_study(answer: PooledStudies, name: str) -> Iterator[QuizQuestion]:
    pooled = answer.pooled
    assert pooled is not None
    if pooled.pi_low != pooled.pi_low:
        return
    question = draft(
        f"new-study-{name}",
        "pooling",
        f"{_about(answer)}: does the 95% prediction interval reach effects that favour the comparator?",
        f"The 95% prediction interval runs from {rounded(pooled.pi_low)} to {rounded(pooled.pi_high)}; below zero favours the "
        "comparator. It shows where the true effect of a new, similar study may lie.",
    )
    yield from with_options(_on_synthesis(question, answer), YES_NO, YES_NO[not pooled.pi_low < 0])


def _dropped(answer: PooledStudies, name: str) -> Iterator[QuizQuestion]:
    """The study whose leaving out moves the average most; only where it clearly moves it more than any other."""
    rows, pooled = answer.included, answer.pooled
    if pooled is None or len(rows) < 3:
        return
    results = leave_one_out(rows["g"], rows["se"] ** 2, answer.question.model)
    moved = {
        study: round(abs(without - pooled.estimate), 2)
        for study, without in zip(rows["study"], results["estimate"], strict=True)
    }
    right, options = first_of(moved)
    if not right:
        return
    place = rows["study"].tolist().index(right)
    without = results.iloc[place]
    own = rows.iloc[place]
    question = draft(
        f"dropped-{name}",
        "pooling",
        f"{_about(answer)}: which study would you leave out first to see whether the average hangs on it?",
        f"{right}, with g = {rounded(own['g'])} and {100 * own['weight']:.0f}% of the weight: without it the average moves from "
        f"{rounded(pooled.estimate)} to {rounded(without['estimate'])} (95% interval {rounded(without['ci_low'])} to "
        f"{rounded(without['ci_high'])}). None of the others moves it as far.",
    )
    question = replace(_on_synthesis(question, answer), study_ids=(str(own["study_id"]),), ordered=False)
    yield from with_options(question, options, right)


def _certainty(answer: PooledStudies, name: str) -> Iterator[QuizQuestion]:
    schema, concluded = answer.library.schema, conclusion(answer)
    question = draft(
        f"certainty-{name}",
        "certainty",
        f"{_about(answer)}: how sure can one be of the pooled effect?",
        f"{concluded.sentence} {' '.join(concluded.reasons)}",
    )
    labels = [schema.label("certainty", level) for level in LEVELS]
    yield from with_options(_on_synthesis(question, answer), labels, schema.label("certainty", concluded.certainty))


def _poolable(answer: PooledStudies, name: str) -> Iterator[QuizQuestion]:
    number = len(answer.rows)
    others = " The others show a direction, but no size." if number < answer.studies else ""
    question = draft(
        f"poolable-{name}",
        "reporting",
        f"{_about(answer)}: {studies_counted(answer.studies)} measured it. How many print numbers that can be pooled?",
        f"{_first_capital(out_of(number, answer.studies, percent=True))}.{others}",
    )
    yield from with_options(_on_synthesis(question, answer), numbers_near(number, answer.studies), f"{number:,}")


def _first_capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _largest(library: Library, answers: dict[str, PooledStudies]) -> Iterator[QuizQuestion]:
    sizes = {
        library.schema.label("comparator_class", name): round(answer.pooled.estimate, 2)
        for name, answer in answers.items()
        if answer.pooled is not None
    }
    right, options = first_of(sizes)
    told = listed([f"{rounded(size)} against {name.lower()}" for name, size in sizes.items()])
    # Where the pool does not shrink as the comparison gets tougher, what curators and reviews say has to stand beside it.
    easiest = right == next(iter(sizes), "")
    why = "The easier the comparison, the more an effect can hold besides massage itself."
    question = draft(
        "largest-effect",
        "comparison",
        "Against which kind of control is the pooled effect of massage on pain largest in the single trials here?",
        f"Hedges' g is {told}. {why if easiest else tougher(library).sentence}",
    )
    yield from with_options(replace(question, page="synthesis", params={"comp": "any"}), options, right)
    right, options = first_of(sizes, highest=False)
    question = replace(
        question,
        code="smallest-effect",
        text="Against which kind of control is the pooled effect of massage on pain smallest in the single trials here?",
    )
    yield from with_options(replace(question, page="synthesis", params={"comp": "any"}), options, right)


def _ladder(library: Library) -> Iterator[QuizQuestion]:
    findings = on_benefit(library.findings)
    counts = findings["comparator_class"].value_counts()
    labels = {name: library.schema.label("comparator_class", name) for name in RUNGS}
    right, options = first_of({labels[name]: int(counts.get(name, 0)) for name in RUNGS})
    told = listed([f"{counts.get(name, 0)} with “{labels[name].lower()}”" for name in RUNGS])
    question = draft(
        "most-findings",
        "comparison",
        "What were most findings of massage studies held against?",
        f"There are {told}. Without a control group one sees a change over time, whatever caused it.",
    )
    yield from with_options(replace(question, page="studies", params={"view": "ladder"}), options, right)
    pain = findings[findings["mechanism"] == "pain_quality_of_life"]
    shares = {}
    for name in RUNGS:
        part = pain[pain["comparator_class"] == name]
        if len(part) >= FEWEST_FOR_A_SHARE:
            shares[labels[name]] = round(100 * (part["direction"] == "favours_massage").mean())
    right, options = first_of(shares, highest=False)
    told = listed([f"{number}% with “{name.lower()}”" for name, number in shares.items()])
    question = draft(
        "lowest-share",
        "comparison",
        "Pain and quality of life: with which kind of control does the smallest share of findings favour massage?",
        f"The shares are {told}. A share counts findings; it does not weigh them.",
    )
    yield from with_options(replace(question, page="overview"), options, right)


def _size_and_certainty(library: Library) -> Iterator[QuizQuestion]:
    """The largest effects that are very uncertain, each beside a smaller one of the same side that is less so."""
    rows = sized_rows(library)
    rows = rows[rows["step"] > 0]
    unsure = rows[rows["certainty"] == LEVELS[-1]].sort_values("step", ascending=False, kind="stable")
    surer = rows[rows["certainty"] != LEVELS[-1]].sort_values("step", kind="stable")
    schema = library.schema
    pairs = zip(unsure.to_dict("records"), surer.to_dict("records"), strict=False)
    for place, (large, small) in enumerate(pairs, start=1):
        if place > _MOST_PAIRS or large["step"] <= small["step"]:
            return
        question = draft(
            f"size-or-certainty-{place}",
            "certainty",
            "Two effects with their sizes. Of which one can one be surer?",
            f"The certainty is {schema.phrase('certainty', small['certainty'])} for the smaller effect and "
            f"{schema.phrase('certainty', large['certainty'])} for the larger one. {small['sentence']} {large['sentence']}",
        )
        options = [_result(large), _result(small)]
        yield from with_options(replace(question, page="learn", params={"lesson": "size"}), options, options[1])


def _result(row: dict[str, object]) -> str:
    outcome = f"{str(row['outcome']).lower()}, {str(row['term']).lower()}, against {str(row['against']).lower()}"
    return f"{row['condition']}, {outcome}: {row['size']}"


def _about(answer: PooledStudies) -> str:
    schema = answer.library.schema
    what = schema.label("outcome_group", answer.question.outcome)
    return f"{what}, massage against {answer.question.against_words(schema)}"


def _on_synthesis(question: QuizQuestion, answer: PooledStudies) -> QuizQuestion:
    params = {name: values[-1] for name, values in answer.question.to_params().items()}
    studies = tuple(str(study_id) for study_id in answer.included["study_id"][:6])
    return replace(question, study_ids=studies, page="synthesis", params=params, ordered=True)
