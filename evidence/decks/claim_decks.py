"""Decks on claims: one claim from what is said to what to say, and all five in ten minutes."""

from __future__ import annotations

from evidence.chain import CLINICAL, UMBRELLA, Link, answer, chain, claims, links_of
from evidence.conclusion import conclusion
from evidence.decks.pictures import chain_picture, direction_picture, forest_picture, ladder_picture
from evidence.decks.slides import Deck, Slide
from evidence.directions import on_benefit
from evidence.library import Library
from evidence.pooled_answer import pooled_answer
from evidence.questions import Question
from evidence.schema import split
from evidence.selection import Selection
from evidence.wording import listed

#: The pooled question that the deck on pain shows: toughest comparison of each study.
PAIN = Question(outcome="pain_intensity", against="")
#: From the weakest support on, in which order a link is the most telling one to look at.
_TELLING = ("contradicted", "not_shown", "partly_supported", "supported", "untested", "")


#: Judgements with which a chain breaks; where nothing was tested it is open.
_SHOWN_NOT = ("not_shown", "contradicted")


def claim_deck(library: Library, mechanism: str) -> Deck:
    """Claim, how it is said to work, the chain, the most telling figure, a tougher comparison, bottom line, what to say."""
    row = next(row for row in claims(library).to_dict("records") if row["mechanism_id"] == mechanism)
    schema, params = library.schema, {"mech": mechanism}
    links = [link for link in chain(library, mechanism) if link.link in links_of(mechanism)]
    keys = tuple(dict.fromkeys(study_id for link in links for study_id in link.key_studies))
    named = listed([schema.phrase("condition", code) for code in split(row["conditions_named"])])
    chosen = Selection(mechanism=(mechanism,)).apply(library)
    slides = (
        Slide(
            f"The claim: {row['name'].lower()}",
            row["claim"],
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
        Slide(
            "Does it survive a tougher comparison?",
            (bars := ladder_picture(chosen)).chart.sentence,
            bars,
            notes="Counting is not weighing: a count shows where studies point, not how much or how well.",
            page="studies",
            params={"mech": mechanism, "view": "ladder"},
        ),
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
        verb = "breaks" if broken.support in _SHOWN_NOT else "is open"
        sentence = f"The chain {verb} at “{schema.phrase('link', broken.link)}”: {label}."
    if mechanism == UMBRELLA:
        sentence = links[0].conclusion
    return Slide(
        "The chain of evidence",
        sentence,
        chain_picture(library, [mechanism]),
        points=_conclusions(library, links) if mechanism != UMBRELLA else (),
        notes="One link that does not hold is enough to break the explanation, even where people feel better.",
        study_ids=tuple(dict.fromkeys(study_id for link in links for study_id in link.key_studies)),
        page="mechanism",
        params={"mech": mechanism},
    )


def _conclusions(library: Library, links: list[Link]) -> tuple[str, ...]:
    """What the curators conclude for each link."""
    return tuple(f"{library.schema.label('link', link.link)}: {link.conclusion}" for link in links if link.conclusion)


def _telling_slide(library: Library, mechanism: str, links: list[Link]) -> Slide:
    """The findings on the link with the weakest support that massage studies bear on; for pain, what can be pooled."""
    if mechanism == UMBRELLA:
        return pooled_slide(library, PAIN)
    findings = on_benefit(library.findings)
    findings = findings[findings["mechanism"] == mechanism]
    measured = [link for link in links if (findings["link"] == link.link).any()]
    if not measured:
        return Slide(
            "The findings", "No study of massage bears on this claim.", page="mechanism", params={"mech": mechanism}
        )
    telling = min(measured, key=lambda link: _TELLING.index(link.support))
    picture = direction_picture(library, findings[findings["link"] == telling.link])
    return Slide(
        f"The findings: {library.schema.phrase('link', telling.link)}",
        picture.chart.sentence,
        picture,
        notes=telling.conclusion,
        study_ids=tuple(dict.fromkeys(findings.loc[findings["link"] == telling.link, "study_id"])),
        page="mechanism",
        params={"mech": mechanism, "link": telling.link},
    )


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
    schema = library.schema
    support = schema.label("support", link.support).lower() if link.support else "not appraised"
    certainty = f", {schema.label('certainty', link.certainty).lower()} certainty" if link.certainty else ""
    return f"{schema.label('link', link.link)}: {support}{certainty}."


def five_deck(library: Library) -> Deck:
    """All claims in ten minutes: the answer, each chain with its verdict, pain pooled, the ladder, what to say."""
    rows = claims(library).to_dict("records")
    mechanisms = [row for row in rows if row["mechanism_id"] != UMBRELLA]
    on_pain = Selection(mechanism=(UMBRELLA,)).apply(library)
    bars = ladder_picture(on_pain, library)
    slides = [
        Slide(
            "Does massage help chronic pain, and how?",
            answer(library),
            points=tuple(row["claim"] for row in mechanisms),
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
        Slide("Does it survive a tougher comparison?", bars.chart.sentence, bars, page="overview"),
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
        row["claim"],
        chain_picture(library, [mechanism]),
        points=(row["verdict_detail"],),
        notes=" ".join(_conclusions(library, links)),
        study_ids=tuple(dict.fromkeys(study_id for link in links for study_id in link.key_studies)),
        page="mechanism",
        params={"mech": mechanism},
    )


def _keys(library: Library, mechanisms: list[str]) -> tuple[str, ...]:
    """The key studies of the clinical outcome, else of every claim."""
    links = [link for code in mechanisms for link in chain(library, code)]
    clinical = [link for link in links if link.link == CLINICAL and link.mechanism == UMBRELLA] or links
    return tuple(dict.fromkeys(study_id for link in clinical for study_id in link.key_studies))
