"""Quiz questions on the chains of the claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence.answers.chain import Link, chain, claims
from evidence.answers.targets import on_target
from evidence.learn.quiz.question import QuizQuestion, draft, first_of, with_options
from evidence.library import Library
from evidence.library.strands import CHAIN_LINKS, UMBRELLA, links_of
from evidence.words.phrases import listed, studies_counted


def chain_questions(library: Library) -> Iterator[QuizQuestion]:
    """Which link is weakest, how its tie to relief is judged, how many claims hold, which is studied least."""
    names = dict(zip(claims(library)["mechanism_id"], claims(library)["name"], strict=True))
    chains = {
        code: [link for link in chain(library, code) if link.link in links_of(code)]
        for code in names
        if code != UMBRELLA
    }
    for code, links in chains.items():
        yield from _fewest(library, names[code], links)
        yield from _relief(library, names[code], links[-1])
        yield from _surest(library, names[code], links)
    yield from _held(library, [links[-1] for links in chains.values()])
    yield from _least_studied(library, names)


def _fewest(library: Library, name: str, links: list[Link]) -> Iterator[QuizQuestion]:
    counts = {library.schema.label("link", link.link): link.direct if link.tested else 0 for link in links}
    right, _ = first_of(counts, highest=False)
    told = listed(
        [f"{studies_counted(number) if number else 'none'} on “{label.lower()}”" for label, number in counts.items()]
    )
    question = draft(
        f"fewest-studies-{links[0].mechanism}",
        "chain",
        f"{name}: which link of the chain do the fewest studies of massage bear on?",
        f"There are {told}. A chain is only as strong as its weakest link.",
    )
    yield from with_options(_on_claim(question, links[0], links), tuple(counts), right)


def _relief(library: Library, name: str, link: Link) -> Iterator[QuizQuestion]:
    schema = library.schema
    if not link.support:
        return
    labels = [code.label for code in schema.codes("support")]
    question = draft(
        f"relief-{link.mechanism}",
        "chain",
        f"{name}: is the body change shown to go along with relief? How do the curators judge that link?",
        f"{schema.label('support', link.support)}. {link.conclusion}",
    )
    yield from with_options(
        replace(_on_claim(question, link, [link]), ordered=True), labels, schema.label("support", link.support)
    )


def _surest(library: Library, name: str, links: list[Link]) -> Iterator[QuizQuestion]:
    """Only the claims whose links are not all judged alike."""
    schema = library.schema
    levels = {code.value: place for place, code in enumerate(schema.codes("certainty"))}
    scores = {schema.label("link", link.link): levels.get(link.certainty, len(levels)) for link in links}
    right, _ = first_of(scores, highest=False)
    told = listed(
        [
            f"{schema.phrase('certainty', link.certainty)} for “{schema.phrase('link', link.link)}”"
            for link in links
            if link.certainty
        ]
    )
    untested = [f"“{schema.phrase('link', link.link)}”" for link in links if not link.tested]
    none = f" No study tests {listed(untested)}, so that there is nothing to be sure of." if untested else ""
    question = draft(
        f"surest-{links[0].mechanism}",
        "certainty",
        f"{name}: on which link of the chain are the curators surest of what studies show?",
        f"Their certainty is {told}. It says how sure one can be, not whether the claim holds.{none}",
    )
    yield from with_options(_on_claim(question, links[0], links), tuple(scores), right)


def _held(library: Library, last: list[Link]) -> Iterator[QuizQuestion]:
    held = sum(link.support == "supported" for link in last)
    words = [library.schema.phrase("support", link.support) for link in last if link.support]
    told = listed([f"{word} for {words.count(word)}" for word in dict.fromkeys(words)])
    question = draft(
        "held",
        "chain",
        f"For how many of the {len(last)} claimed mechanisms do the curators call the tie to relief supported?",
        f"That link is {told}.",
    )
    studies = tuple(dict.fromkeys(study_id for link in last for study_id in link.key_studies))
    question = replace(question, study_ids=studies[:6], page="overview", ordered=True)
    yield from with_options(question, [str(number) for number in range(len(last) + 1)][:6], str(held))


def _least_studied(library: Library, names: dict[str, str]) -> Iterator[QuizQuestion]:
    findings = library.findings
    rows = on_target(findings[findings["link"].isin(CHAIN_LINKS) & (findings["strand"] == "massage")])
    counts = {
        name: rows.loc[rows["mechanism"] == code, "study_id"].nunique()
        for code, name in names.items()
        if code != UMBRELLA
    }
    right, options = first_of(counts, highest=False)
    question = draft(
        "least-studied",
        "chain",
        "Which of these claims was itself, without side evidence, measured in the fewest studies of massage?",
        f"{right}: {studies_counted(int(counts[right]))}." if right else "",
    )
    yield from with_options(replace(question, page="map"), options, right)


def _on_claim(question: QuizQuestion, link: Link, links: list[Link]) -> QuizQuestion:
    studies = tuple(dict.fromkeys(study_id for one in links for study_id in one.key_studies))
    return replace(question, study_ids=studies[:6], page="mechanism", params={"mech": link.mechanism})
