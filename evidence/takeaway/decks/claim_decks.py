"""Decks on claims: one claim from what is said to what to say, and all five in ten minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evidence.answers.certainty import NOT_SHOWN
from evidence.answers.chain import Link, answer, chain, claimed, claims
from evidence.answers.link_findings import LinkFindings, best_study_sentence, link_findings
from evidence.answers.targets import on_target
from evidence.answers.tougher import tougher
from evidence.charts.link_plot import pointing_words
from evidence.library import Library
from evidence.library.schema import split
from evidence.library.strands import CLINICAL, UMBRELLA, links_of
from evidence.selection import Selection
from evidence.synthesis.conclusion import conclusion
from evidence.synthesis.pooled_answer import pooled_answer
from evidence.synthesis.questions import Question
from evidence.takeaway.decks.pictures import chain_picture, forest_picture, ladder_picture, link_picture
from evidence.takeaway.decks.slides import Deck, Params, Slide
from evidence.words.phrases import listed

#: The pooled question that the deck on pain shows: toughest comparison of each study.
PAIN = Question(outcome="pain_intensity", against="")
#: From the weakest support on, in which order a link is the most telling one to look at.
_TELLING = {"contradicted": 0, "not_shown": 1, "partly_supported": 2, "supported": 3, "untested": 4}


def claim_deck(library: Library, mechanism: str) -> Deck:
    """Claim, how it is said to work, the chain, the most telling figure, a tougher comparison, bottom line, what to say."""
    row = next(row for row in claims(library).to_dict("records") if row["mechanism_id"] == mechanism)
    schema, params = library.schema, {"mech": mechanism}
    links = [link for link in chain(library, mechanism) if link.link in links_of(mechanism)]
    keys = _carried_by(links)
    named = listed([schema.phrase("condition", code) for code in split(row["conditions_named"])])
    slides = (
        Slide(
            f"The claim: {row['name'].lower()}",
            claimed(row),
            points=(f"Usually made for {named}.",) if named else (),
            page="mechanism",
            params=params,
        ),
        Slide(
            "How it is said to work",
            row["how_it_is_said_to_work"],
            points=(f"Measured by: {row['measured_by']}.",),
            notes="This is the explanation that comes with the claim, not a finding.",
            page="mechanism",
            params=params,
        ),
        _chain_slide(library, mechanism, links),
        _telling_slide(library, mechanism, links),
        _ladder_slide(library, mechanism),
        Slide(
            "Bottom line",
            f"{row['verdict']}.",
            points=(row["verdict_detail"], *(_sure(library, link) for link in links)),
            study_ids=keys,
            page="mechanism",
            params=params,
        ),
        Slide("What to say", row["practice_note"], page="mechanism", params=params),
        Slide(
            "References",
            "The studies that the judgement rests on most.",
            study_ids=keys,
            page="mechanism",
            params=params,
        ),
    )
    return Deck(f"claim-{mechanism}", str(row["name"]), slides, "mechanism", params)


def _chain_slide(library: Library, mechanism: str, links: list[Link]) -> Slide:
    broken = next((link for link in links if link.support not in ("supported", "partly_supported")), None)
    schema = library.schema
    if broken is None:
        sentence = "No link is judged not shown, contradicted or untested."
    else:
        label = schema.label("support", broken.support).lower() if broken.support else "not appraised"
        verb = "breaks" if broken.support in NOT_SHOWN else "is open"
        sentence = f"The chain {verb} at “{schema.phrase('link', broken.link)}”: {label}."
    if mechanism == UMBRELLA:
        sentence = links[0].conclusion
    return Slide(
        "The chain of evidence",
        sentence,
        chain_picture(library, [mechanism]),
        points=_conclusions(library, links) if mechanism != UMBRELLA else (),
        notes="One link that does not hold is enough to break the explanation, even where people feel better.",
        study_ids=_carried_by(links),
        page="mechanism",
        params={"mech": mechanism},
    )


def _conclusions(library: Library, links: list[Link]) -> tuple[str, ...]:
    """What the curators conclude for each link."""
    return tuple(f"{library.schema.label('link', link.link)}: {link.conclusion}" for link in links if link.conclusion)


def _telling_slide(library: Library, mechanism: str, links: list[Link]) -> Slide:
    """What stands behind the link with the weakest support that anything was measured on; for pain, what can be pooled."""
    if mechanism == UMBRELLA:
        return pooled_slide(library, PAIN)
    found = [link_findings(library, link) for link in links]
    measured = [one for one in found if len(one.counted)]
    if not measured:
        return Slide(
            "The findings", "No study of massage bears on this claim.", page="mechanism", params={"mech": mechanism}
        )
    telling = min(measured, key=lambda one: _TELLING.get(one.link.support, len(_TELLING)))
    return link_slide(library, telling, f"The findings: {library.schema.phrase('link', telling.link.link)}")


def link_slide(
    library: Library, found: LinkFindings, title: str, described: str = "", params: Params | None = None
) -> Slide:
    """What stands behind a link: where its findings point, the plot, what carries the conclusion, and the best single study."""
    link, picture = found.link, link_picture(library, found)
    points = (described, picture.carrying, best_study_sentence(library, link))
    return Slide(
        title,
        pointing_words(library, found),
        picture,
        points=tuple(point for point in points if point),
        notes=link.conclusion,
        study_ids=found.study_ids,
        page="mechanism",
        params=params or {"mech": link.mechanism, "link": link.link},
    )


def _ladder_slide(library: Library, mechanism: str) -> Slide:
    """Where findings on the claim itself point from rung to rung; on pain in the words of the overview."""
    title = "Does it survive a tougher comparison?"
    notes = "Counting is not weighing: a count shows where studies point, not how much or how well."
    chosen = Selection(mechanism=(mechanism,)).apply(library)
    if mechanism == UMBRELLA:
        voices = tougher(library)
        sentence = f"{voices.judged} {voices.reviews}".strip()
        points = (voices.pooled,) if voices.pooled else ()
        return Slide(title, sentence, ladder_picture(chosen), points=points, notes=notes, page="overview")
    bars = ladder_picture(replace(chosen, findings=on_target(chosen.findings)))
    points = ("Counted are findings on the claim itself, without side evidence.",)
    params = {"mech": mechanism}
    return Slide(title, bars.chart.sentence, bars, points=points, notes=notes, page="mechanism", params=params)


def pooled_slide(library: Library, question: Question) -> Slide:
    """A pooled question: the worded conclusion and the forest plot."""
    answer = pooled_answer(library, question)
    concluded = conclusion(answer)
    picture = forest_picture(answer) if len(answer.rows) else None
    title = f"Pooled: {question.describe(library.schema)}"
    return Slide(
        title,
        concluded.sentence,
        picture,
        points=() if picture else (answer.heading,),
        notes=" ".join((answer.sentence, *concluded.reasons)),
        study_ids=tuple(answer.included["study_id"]),
        page="synthesis",
        params=question.to_params(),
    )


def _sure(library: Library, link: Link) -> str:
    """“At once: not shown, very low certainty. Best single study: …”."""
    schema = library.schema
    words = [
        schema.phrase("support", link.support) if link.support else "not appraised",
        f"{schema.label('certainty', link.certainty).lower()} certainty" if link.certainty else "",
        link.indirect,
    ]
    state = f"{schema.label('link', link.link)}: {', '.join(word for word in words if word)}."
    return f"{state} {best_study_sentence(library, link)}".strip()


def _carried_by(links: Sequence[Link]) -> tuple[str, ...]:
    """The studies that the conclusions on these links rest on, each once."""
    return tuple(dict.fromkeys(study_id for link in links for study_id in link.carried_by))


def five_deck(library: Library) -> Deck:
    """All claims in ten minutes: the answer, each chain with its verdict, pain pooled, the ladder, what to say."""
    rows = claims(library).to_dict("records")
    mechanisms = [row for row in rows if row["mechanism_id"] != UMBRELLA]
    slides = [
        Slide(
            "Does massage help chronic pain, and how?",
            answer(library),
            points=tuple(claimed(row) for row in mechanisms),
            notes="About one minute a slide.",
        ),
        Slide(
            "Where each chain holds and where it breaks",
            "A mechanism needs all three links: the body changes at once, the change lasts, and it goes along with relief.",
            chain_picture(library, [row["mechanism_id"] for row in mechanisms]),
            page="overview",
        ),
        *(_short_slide(library, row) for row in mechanisms),
        pooled_slide(library, PAIN),
        _ladder_slide(library, UMBRELLA),
        Slide(
            "What to say", "", points=tuple(f"{row['name']}: {row['practice_note']}" for row in rows), page="overview"
        ),
    ]
    keys = _keys(library, [row["mechanism_id"] for row in rows])
    slides.append(
        Slide("References", "The studies that the judgements on pain rest on most.", study_ids=keys, page="methods")
    )
    return Deck("five", "Five claims in ten minutes", tuple(slides), "overview", {})


def _short_slide(library: Library, row: dict[str, str]) -> Slide:
    mechanism = row["mechanism_id"]
    links = [link for link in chain(library, mechanism) if link.link in links_of(mechanism)]
    return Slide(
        f"{row['name']}: {row['verdict'][:1].lower()}{row['verdict'][1:]}",
        claimed(row),
        chain_picture(library, [mechanism]),
        points=(row["verdict_detail"],),
        notes=" ".join((*_conclusions(library, links), *(best_study_sentence(library, link) for link in links))),
        study_ids=_carried_by(links),
        page="mechanism",
        params={"mech": mechanism},
    )


def _keys(library: Library, mechanisms: list[str]) -> tuple[str, ...]:
    """The key studies of the clinical outcome, else of every claim."""
    links = [link for code in mechanisms for link in chain(library, code)]
    clinical = [link for link in links if link.link == CLINICAL and link.mechanism == UMBRELLA] or links
    return _carried_by(clinical)
