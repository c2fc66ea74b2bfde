"""Decks on claims: one claim from what is said to what to say, and all five in ten minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence.answers.chain import Link, overall
from evidence.answers.claim_answer import NOTHING_MEASURED, ClaimAnswer, claim_answer, claim_codes
from evidence.answers.link_findings import best_study_sentence, link_findings
from evidence.answers.tougher import tougher
from evidence.charts.link_plot import carrying_words, pointing_words
from evidence.library import Library
from evidence.library.strands import CLINICAL, UMBRELLA
from evidence.selection import Selection
from evidence.synthesis.conclusion import conclusion
from evidence.synthesis.pooled_studies import pooled_studies
from evidence.synthesis.questions import Question
from evidence.takeaway.decks.pictures import chain_picture, forest_picture, ladder_picture, link_picture, link_rows
from evidence.takeaway.decks.slides import Deck, Slide

#: The pooled question that the deck on pain shows: toughest comparison of each study.
PAIN = Question(outcome="pain_intensity", against="")


def claim_deck(library: Library, mechanism: str) -> Deck | None:
    """Claim, how it is said to work, the chain, the most telling figure, a tougher comparison, bottom line, what to say.

    None for a code that is no claim.
    """
    claim = claim_answer(library, mechanism)
    if claim is None:
        return None
    slides = (
        _slide(claim, f"The claim: {claim.name.lower()}", claim.claimed, points=[claim.made_for]),
        _slide(
            claim,
            "How it is said to work",
            claim.explanation,
            points=[f"Measured by: {claim.measured_by}."],
            notes="This is the explanation that comes with the claim, not a finding.",
        ),
        _chain_slide(library, claim),
        _telling_slide(library, claim),
        _ladder_slide(library, mechanism),
        _slide(
            claim,
            "Bottom line",
            f"{claim.verdict}.",
            points=[claim.verdict_detail, *(_sure(library, link) for link in claim.links)],
            study_ids=claim.carried_by,
        ),
        _slide(claim, "What to say", claim.practice_note),
        _slide(claim, "References", "The studies that the judgement rests on most.", study_ids=claim.carried_by),
    )
    return Deck(f"claim-{mechanism}", claim.name, slides, "mechanism", {"mech": mechanism})


def _slide(
    claim: ClaimAnswer,
    title: str,
    sentence: str,
    *,
    points: Sequence[str] = (),
    notes: str = "",
    study_ids: tuple[str, ...] = (),
) -> Slide:
    """A slide of words whose live view is the claim's page."""
    told = tuple(point for point in points if point)
    params = {"mech": claim.mechanism}
    return Slide(title, sentence, None, told, notes, study_ids, "mechanism", params)


def _chain_slide(library: Library, claim: ClaimAnswer) -> Slide:
    return Slide(
        "The chain of evidence",
        claim.breaks,
        chain_picture(library, [claim.mechanism]),
        points=claim.conclusions if claim.mechanism != UMBRELLA else (),
        notes="One link that does not hold is enough to break the explanation, even where people feel better.",
        study_ids=claim.carried_by,
        page="mechanism",
        params={"mech": claim.mechanism},
    )


def _telling_slide(library: Library, claim: ClaimAnswer) -> Slide:
    """What stands behind the most telling link; for pain, what can be pooled."""
    if claim.mechanism == UMBRELLA:
        return pooled_slide(library, PAIN)
    if not claim.telling:
        return _slide(claim, "The findings", NOTHING_MEASURED)
    link = claim.all_links[claim.telling]
    return link_slide(library, link, Selection(), f"The findings: {link.phrase}")


def link_slide(library: Library, link: Link, selection: Selection, title: str, described: str = "") -> Slide:
    """What stands behind a link: where its findings point, the plot, what carries the conclusion, and the best single study."""
    found = link_findings(library, link, selection)
    carrying = carrying_words(library, found, link_rows(library, found))
    points = (described, carrying, best_study_sentence(library, link))
    params: Mapping[str, str | list[str]] = {"mech": link.mechanism, "link": link.link}
    return Slide(
        title,
        pointing_words(library, found),
        link_picture(library, found),
        points=tuple(point for point in points if point),
        notes=link.conclusion,
        study_ids=found.study_ids,
        page="mechanism",
        params={**selection.to_params(), **params},
    )


def _ladder_slide(library: Library, mechanism: str) -> Slide:
    """Where findings on the claim itself point from rung to rung; on pain in the words of the overview."""
    title = "Does it survive a tougher comparison?"
    notes = "Counting is not weighing: a count shows where studies point, not how much or how well."
    selection = Selection(mechanism=(mechanism,))
    if mechanism == UMBRELLA:
        voices = tougher(library)
        sentence = f"{voices.judged} {voices.reviews}".strip()
        points = (voices.pooled,) if voices.pooled else ()
        return Slide(title, sentence, ladder_picture(library, selection), points=points, notes=notes, page="overview")
    bars = ladder_picture(library, selection, targets_only=True)
    points = ("Counted are findings on the claim itself, without side evidence.",)
    params = {"mech": mechanism}
    return Slide(title, bars.chart.sentence, bars, points=points, notes=notes, page="mechanism", params=params)


def pooled_slide(library: Library, question: Question) -> Slide:
    """A pooled question: the worded conclusion and the forest plot."""
    title = f"Pooled: {question.describe(library.schema)}"
    params = question.to_params()
    try:
        answer = pooled_studies(library, question)
    except ValueError as reason:
        return Slide(title, f"These studies cannot be pooled. {reason}", page="synthesis", params=params)
    concluded = conclusion(answer)
    picture = forest_picture(library, question) if len(answer.rows) else None
    return Slide(
        title,
        concluded.sentence,
        picture,
        points=() if picture else (answer.heading,),
        notes=" ".join((answer.sentence, *concluded.reasons)),
        study_ids=tuple(answer.included["study_id"]),
        page="synthesis",
        params=params,
    )


def _sure(library: Library, link: Link) -> str:
    """“At once: not shown, very low certainty. Best single study: …”."""
    words = (link.support_words, link.certainty_words, link.indirect)
    state = f"{link.name}: {', '.join(word for word in words if word)}."
    return f"{state} {best_study_sentence(library, link)}".strip()


def five_deck(library: Library) -> Deck:
    """All claims in ten minutes: the answer, each chain with its verdict, pain pooled, the ladder, what to say."""
    everything = [claim for code in claim_codes(library) if (claim := claim_answer(library, code)) is not None]
    mechanisms = [claim for claim in everything if claim.mechanism != UMBRELLA]
    slides = [
        Slide(
            "Does massage help chronic pain, and how?",
            overall(library),
            points=tuple(claim.claimed for claim in mechanisms),
            notes="About one minute a slide.",
        ),
        Slide(
            "Where each chain holds and where it breaks",
            "A mechanism needs all three links: the body changes at once, the change lasts, and it goes along with relief.",
            chain_picture(library, [claim.mechanism for claim in mechanisms]),
            page="overview",
        ),
        *(_short_slide(library, claim) for claim in mechanisms),
        pooled_slide(library, PAIN),
        _ladder_slide(library, UMBRELLA),
        Slide(
            "What to say",
            "",
            points=tuple(f"{claim.name}: {claim.practice_note}" for claim in everything),
            page="overview",
        ),
        Slide(
            "References",
            "The studies that the judgements on pain rest on most.",
            study_ids=_key_studies(everything),
            page="methods",
        ),
    ]
    return Deck("five", "Five claims in ten minutes", tuple(slides), "overview", {})


def _short_slide(library: Library, claim: ClaimAnswer) -> Slide:
    best = (best_study_sentence(library, link) for link in claim.links)
    return Slide(
        f"{claim.name}: {claim.verdict[:1].lower()}{claim.verdict[1:]}",
        claim.claimed,
        chain_picture(library, [claim.mechanism]),
        points=(claim.verdict_detail,),
        notes=" ".join((*claim.conclusions, *best)),
        study_ids=claim.carried_by,
        page="mechanism",
        params={"mech": claim.mechanism},
    )


def _key_studies(everything: Sequence[ClaimAnswer]) -> tuple[str, ...]:
    """The key studies of the clinical outcome, else of every claim."""
    links = [link for claim in everything for link in claim.all_links.values()]
    clinical = [link for link in links if link.link == CLINICAL and link.mechanism == UMBRELLA] or links
    return tuple(dict.fromkeys(study_id for link in clinical for study_id in link.carried_by))
