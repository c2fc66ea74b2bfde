"""A slide from any view of the app: its main figure, sentence and selection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, urlencode

import pandas as pd

from evidence.answers.chain import answer, chain, claims
from evidence.answers.condition_answer import condition_answer, condition_names
from evidence.answers.evidence_map import DIMENSIONS, evidence_map
from evidence.answers.link_findings import link_findings
from evidence.answers.safety import harms_reported, harms_sentence, precautions
from evidence.answers.side_by_side import KINDS, MOST, differences, first, names, sides
from evidence.learn.lessons import lesson, lesson_titles
from evidence.library import Library
from evidence.library.strands import UMBRELLA, links_of
from evidence.selection import Selection
from evidence.studies.names import study_names
from evidence.studies.results import points_to, result, taken_from
from evidence.synthesis.questions import Question
from evidence.takeaway.decks.claim_decks import link_slide, pooled_slide
from evidence.takeaway.decks.condition_decks import outcomes_slide
from evidence.takeaway.decks.pictures import chain_picture, ladder_picture, map_picture
from evidence.takeaway.decks.slides import ChartPicture, Deck, Slide, TablePicture

#: The most views of a deck, and the longest address of one, so that links stay within what browsers and servers take.
MOST_VIEWS, LONGEST = 20, 600

Lists = Mapping[str, list[str]]


def view_of(page: str, params: Mapping[str, str | list[str]]) -> str:
    """A view as it stands in the address of a deck: page and parameters."""
    query = urlencode(params, doseq=True)
    return f"{page}?{query}" if query else page


def views_deck(library: Library, views: list[str]) -> Deck:
    """A deck of views, in their order; a view that means nothing gets a slide that says so."""
    slides = tuple(slide_of(library, view) for view in views[:MOST_VIEWS])
    return Deck("views", "Views of Touchstone", slides, "overview", {})


def slide_of(library: Library, view: str) -> Slide:
    """The slide of one view, for every page there is."""
    page, _, query = view[:LONGEST].partition("?")
    params = parse_qs(query, keep_blank_values=True)
    make = _MAKERS.get(page)
    if make is None:
        return Slide(
            "This view is not known", f"“{view[:80]}” is no page of this app. It may come from another version."
        )
    made = make(library, params)
    return (
        made
        if made is not None
        else Slide("Nothing to show", f"The page “{page}” has nothing for what its address asks.")
    )


def _last(params: Lists, name: str) -> str:
    return params[name][-1] if params.get(name) else ""


def _selection(library: Library, params: Lists) -> Selection:
    return Selection.from_params(params, library.schema)


def _overview(library: Library, params: Lists) -> Slide:  # noqa: ARG001 - all makers are called alike
    mechanisms = [code for code in claims(library)["mechanism_id"] if code != UMBRELLA]
    return Slide("Does massage help chronic pain, and how?", answer(library), chain_picture(library, mechanisms))


def _mechanism(library: Library, params: Lists) -> Slide | None:
    known = list(claims(library)["mechanism_id"])
    if not known:
        return None
    mechanism = _last(params, "mech") if _last(params, "mech") in known else known[0]
    links = {link.link: link for link in chain(library, mechanism)}
    link = links[_last(params, "link") if _last(params, "link") in links else links_of(mechanism)[0]]
    selection = _selection(library, {**params, "mech": [mechanism], "link": [link.link]})
    found = link_findings(library, link, selection)
    schema = library.schema
    title = f"{schema.label('mechanism', mechanism)}: {schema.phrase('link', link.link)}"
    if not found.study_ids:
        return Slide(title, "No study of massage within this selection.", page="mechanism", params=params)
    return link_slide(library, found, title, _described(library, selection), params)


def _studies(library: Library, params: Lists) -> Slide:
    selection = _selection(library, params)
    chosen = selection.apply(library)
    bars = ladder_picture(chosen, library)
    title = f"{len(chosen.studies):,} of {len(library.studies):,} studies"
    ids = tuple(chosen.studies["study_id"])
    return Slide(
        title,
        bars.chart.sentence,
        bars,
        (_described(library, selection),),
        study_ids=ids,
        page="studies",
        params=params,
    )


def _study(library: Library, params: Lists) -> Slide | None:
    study = library.study(_last(params, "id"))
    if study is None:
        return None
    findings = library.findings[library.findings["study_id"] == study["study_id"]]
    rows = pd.DataFrame(
        [
            {
                "Outcome": row["outcome"],
                "Compared with": library.schema.label("comparator", row["comparator"]),
                "Points to": points_to(row, library.schema),
                "Numbers": "; ".join(
                    words for words in (result(row, library.schema), taken_from(row, study_names(library))) if words
                ),
            }
            for row in findings.to_dict("records")
        ]
    )
    name = study_names(library)[study["study_id"]]
    table = TablePicture(f"Findings of {name}", rows) if len(rows) else None
    return Slide(name, study["summary"], table, study_ids=(study["study_id"],), page="study", params=params)


def _map(library: Library, params: Lists) -> Slide:
    rows = _last(params, "rows") if _last(params, "rows") in DIMENSIONS else next(iter(DIMENSIONS))
    first = "link" if rows != "link" else "mechanism"
    columns = _last(params, "cols") if _last(params, "cols") in DIMENSIONS and _last(params, "cols") != rows else first
    selection = _selection(library, params)
    picture = map_picture(evidence_map(library, selection.apply(library), rows, columns))
    return Slide(
        picture.chart.title,
        picture.chart.sentence,
        picture,
        (_described(library, selection),),
        page="map",
        params=params,
    )


def _synthesis(library: Library, params: Lists) -> Slide:
    return pooled_slide(library, Question.from_params(params, library.schema))


def _condition(library: Library, params: Lists) -> Slide | None:
    known = list(condition_names(library))
    if not known:
        return None
    condition = _last(params, "cond") if _last(params, "cond") in known else known[0]
    return outcomes_slide(condition_answer(library, condition))


def _compare(library: Library, params: Lists) -> Slide | None:
    kind = _last(params, "of") if _last(params, "of") in KINDS else next(iter(KINDS))
    known = names(library, kind)
    codes = [code for code in dict.fromkeys(params.get("item", [])) if code in known][:MOST] or first(library, kind)
    compared = sides(library, kind, codes)
    if not compared:
        return None
    labels = dict.fromkeys(aspect.name for side in compared for aspect in side.aspects)
    rows = [{"": "Verdict", **{side.name: side.verdict for side in compared}}]
    for label in labels:
        words = {side.name: next((a.words for a in side.aspects if a.name == label), "–") for side in compared}
        rows.append({"": label, **words})
    rows.append({"": "Studies", **{side.name: str(side.studies) for side in compared}})
    title = " and ".join(side.name for side in compared)
    table = TablePicture("Side by side", pd.DataFrame(rows))
    return Slide(title, differences(library, compared), table, page="compare", params=params)


def _safety(library: Library, params: Lists) -> Slide:
    points = tuple(point.words for point in precautions(library) if point.level in ("urgent", "caution"))
    return Slide(
        "Safety", harms_sentence(harms_reported(library), library), points=points, page="safety", params=params
    )


def _learn(library: Library, params: Lists) -> Slide:
    titles = lesson_titles()
    code = _last(params, "lesson") if _last(params, "lesson") in titles else next(iter(titles))
    step = _last(params, "step")
    shown = lesson(library, code, int(step) if step.isascii() and step.isdigit() and len(step) < 3 else 1)
    return Slide(
        shown.title,
        shown.chart.sentence,
        ChartPicture(shown.chart),
        notes=" ".join(shown.parts),
        page="learn",
        params=params,
    )


def _methods(library: Library, params: Lists) -> Slide:
    return Slide(
        "How this evidence was made",
        f"Data version {library.version} (fingerprint {library.fingerprint}): {len(library.studies):,} studies and reviews with "
        f"{len(library.findings):,} findings, each value read on a published page.",
        page="methods",
        params=params,
    )


def _described(library: Library, selection: Selection) -> str:
    words = selection.describe(library.schema)
    return f"Shown: {words}."


_MAKERS: dict[str, Callable[[Library, Lists], Slide | None]] = {
    "overview": _overview,
    "mechanism": _mechanism,
    "studies": _studies,
    "study": _study,
    "map": _map,
    "synthesis": _synthesis,
    "condition": _condition,
    "compare": _compare,
    "safety": _safety,
    "learn": _learn,
    "methods": _methods,
}
