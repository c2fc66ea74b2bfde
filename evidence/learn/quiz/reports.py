"""Quiz questions on what studies report and what the library holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence.answers.dose import TRIALS
from evidence.answers.safety import harms_reported, precautions
from evidence.charts.reporting import ASKED
from evidence.learn.quiz.question import QuizQuestion, draft, first_of, numbers_near, with_options
from evidence.library import Library
from evidence.library.schema import split
from evidence.studies.names import study_names
from evidence.words.phrases import counted, share


def report_questions(library: Library) -> Iterator[QuizQuestion]:
    """Silence on harms and methods, full texts, designs, conditions, the largest trial, urgent signs."""
    yield from _harms(library)
    yield from _unsaid(library)
    yield from _primary(library)
    yield from _read(library)
    yield from _most(library)
    yield from _largest_trial(library)
    yield from _urgent(library)


def _harms(library: Library) -> Iterator[QuizQuestion]:
    harms = harms_reported(library)
    if not harms.trials:
        return
    question = draft(
        "silent-on-harms",
        "reporting",
        f"Of {counted(harms.trials, 'trial')} of massage, how many say nothing about harms in what was read?",
        f"{harms.silent} ({share(harms.silent, harms.trials)}). Silence does not mean that there were none.",
    )
    ids = tuple(report.study_id for report in harms.reports[:6])
    question = replace(question, study_ids=ids, page="safety", ordered=True)
    yield from with_options(question, numbers_near(harms.silent, harms.trials), f"{harms.silent:,}")


def _unsaid(library: Library) -> Iterator[QuizQuestion]:
    studies = library.studies
    trials = studies[(studies["strand"] == "massage") & studies["design"].isin(TRIALS)]
    titles = {name: library.schema.field("studies", name).title for name in ASKED}
    silent = {
        titles[name]: int((trials[name].isna() | trials[name].isin(["", "not_reported"])).sum()) for name in ASKED
    }
    for code, highest, word in (("most-unsaid", True, "most"), ("least-unsaid", False, "least")):
        right, options = first_of(silent, highest=highest)
        if right:
            question = draft(
                code,
                "reporting",
                f"What do the pages read of massage trials {word} often leave out?",
                f"{right}: not reported for {silent[right]} of {counted(len(trials), 'trial')}.",
            )
            yield from with_options(replace(question, page="learn", params={"lesson": "abstracts"}), options, right)


def _primary(library: Library) -> Iterator[QuizQuestion]:
    total, primary = len(library.studies), int((library.studies["strand"] == "massage").sum())
    question = draft(
        "primary",
        "reporting",
        f"The library holds {total:,} studies and reviews. How many are single studies of massage, self-massage or devices?",
        f"{primary:,}. The others are reviews and guidelines, or bear on the claims indirectly.",
    )
    yield from with_options(
        replace(question, page="methods", ordered=True), numbers_near(primary, total), f"{primary:,}"
    )


def _read(library: Library) -> Iterator[QuizQuestion]:
    total, full = len(library.studies), int((library.studies["source_read"] == "full_text").sum())
    question = draft(
        "full-text",
        "reporting",
        f"Of {counted(total, 'study', 'studies')} in the library, of how many was a full-text page read, at least in part?",
        f"{full} ({share(full, total)}), and of most only the beginning. Of the others it was an abstract or less. "
        "So “not reported” may be the silence of what was read.",
    )
    yield from with_options(replace(question, page="methods", ordered=True), numbers_near(full, total), f"{full:,}")


def _most(library: Library) -> Iterator[QuizQuestion]:
    schema = library.schema
    designs = library.studies["design"].value_counts()
    right, options = first_of({schema.label("design", code): int(number) for code, number in designs.items()})
    question = draft(
        "most-frequent-design",
        "reporting",
        "Which design do most studies of the library have?",
        f"{right}: {int(designs.iloc[0])} of {len(library.studies)}." if right else "",
    )
    yield from with_options(replace(question, page="methods"), options, right)
    counts: dict[str, int] = {}
    for cell in library.studies["conditions"]:
        for code in split(cell):
            counts[code] = counts.get(code, 0) + 1
    right, options = first_of({schema.label("condition", code): number for code, number in counts.items()})
    question = draft(
        "most-studied-group",
        "comparison",
        "Which group of people do most studies of the library look at?",
        f"{right}: {counts and max(counts.values())} studies. What holds for one group need not hold for another.",
    )
    yield from with_options(
        replace(question, page="map", params={"rows": "condition", "cols": "chronic"}), options, right
    )


def _largest_trial(library: Library) -> Iterator[QuizQuestion]:
    studies, names = library.studies, study_names(library)
    trials = studies[(studies["strand"] == "massage") & (studies["randomised"] == "yes") & studies["n_total"].notna()]
    people = {study_id: int(number) for study_id, number in zip(trials["study_id"], trials["n_total"], strict=True)}
    right, options = first_of(people)
    if not right:
        return
    question = draft(
        "largest-trial",
        "reporting",
        "Which of these randomised trials of massage had the most people?",
        f"{names[right]}: {people[right]:,} people. {library.records[right]['summary']}",
    )
    question = replace(question, study_ids=tuple(options), page="study", params={"id": right})
    yield from with_options(question, [names[study_id] for study_id in options], names[right])


def _urgent(library: Library) -> Iterator[QuizQuestion]:
    points = precautions(library)
    common = [point.topic for point in points if point.level == "common"]
    for place, point in enumerate([point for point in points if point.level == "urgent"], start=1):
        question = draft(
            f"urgent-{place}",
            "safety",
            "Which of these points is marked urgent on the safety page?",
            f"{point.topic}: {point.advice} {point.why}",
        )
        others = [other.topic for other in points if other.level == "information"]
        question = replace(question, study_ids=point.study_ids, page="safety")
        yield from with_options(question, [point.topic, *common[:2], *others[:1]], point.topic)
