"""The list of studies: search, filters with counts, orders, forms, what to do when nothing is left, downloads."""

from __future__ import annotations

import json
import re
from collections import Counter
from urllib.parse import parse_qs

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from evidence.library import Library
from evidence.library.facets import FACETS, PARAMETERS
from evidence.library.strands import DIRECT_SCOPES
from evidence.selection import Selection
from tests.pages.visit import Params, go, links, shown, texts, unfold, visit

SELECTIONS: dict[str, Params] = {
    "default": {},
    "every scope": {"scope": ""},
    "two designs": {"design": ["rct", "meta_analysis"]},
    "finding filters": {"mech": ["endorphins", "circulation"], "comp": "credible", "dir": "no_clear_difference"},
    "years": {"from": "2010", "to": "2015", "cond": "fibromyalgia"},
    "size not reported": {"nmin": "not_reported"},
    "size": {"nmin": "300"},
    "misspelt search": {"q": "fibromialgia"},
    "what was read": {"source": "full_text", "chronic": "yes", "tech": "swedish"},
}


def selected(params: Params, library: Library) -> Library:
    return Selection.from_params(params).apply(library)


def ids(app: AppTest) -> list[str]:
    """The studies on the page, in order."""
    return [parse_qs(link.proto.query_string)["id"][0] for link in links(app, "study")]


def pages(app: AppTest) -> int:
    return app.pagination(key="option_page").proto.num_pages if app.pagination else 1


@pytest.mark.parametrize("name", SELECTIONS)
def test_the_list_is_what_the_selection_keeps(name: str, library: Library) -> None:
    params = SELECTIONS[name]
    expected = selected(params, library)
    app = visit("studies", params)

    count = f"{len(expected.studies):,} of {len(library.studies):,} studies, {len(expected.findings):,} findings: "
    line = next(text for text in texts(app) if text.startswith(count))
    assert line[len(count) :].rstrip(".").casefold() == Selection.from_params(params).describe().casefold()
    listed = ids(app)
    for page in range(2, pages(app) + 1):
        listed += ids(go(app, "studies", {**params, "page": str(page)}))
    assert sorted(listed) == sorted(expected.studies["study_id"])


def test_counts_by_plain_pandas(library: Library) -> None:
    studies, findings = library.studies, library.findings
    trials = studies[studies["scope"].isin(DIRECT_SCOPES) & (studies["design"] == "rct")]
    sham = trials[trials["study_id"].isin(findings.loc[findings["comparator_class"] == "credible", "study_id"])]

    app = visit("studies", {"design": "rct"})
    assert f"{len(trials)} of {len(studies)} studies" in shown(app)
    go(app, "studies", {"design": "rct", "comp": "credible"})
    assert f"{len(sham)} of {len(studies)} studies" in shown(app)


@pytest.mark.parametrize("name", ["default", "finding filters", "years"])
def test_every_option_shows_how_many_studies_it_would_give(name: str, library: Library) -> None:
    selection = Selection.from_params(SELECTIONS[name])
    app = visit("studies", SELECTIONS[name])

    for facet in FACETS:
        options = {}
        for option in app.multiselect(key=f"filter_{facet.parameter}").options:
            words, number = re.fullmatch(r"(.*) \(([\d,]+)\)", option).groups()
            options[words] = int(number.replace(",", ""))
        expected = {}
        for code in library.schema.codes(facet.vocabulary):
            alone = Selection(**{**selection.__dict__, facet.attribute: (code.value,)})
            number = len(alone.apply(library).studies)
            if number or code.value in getattr(selection, facet.attribute):
                expected[code.label] = number
        assert options == expected, facet.parameter


@pytest.mark.parametrize("parameter", ["from", "to", "nmin"])
def test_years_and_sizes_show_how_many_studies_they_would_give(parameter: str, library: Library) -> None:
    app = visit("studies", {"design": "rct"})
    first, *options = app.selectbox(key=f"filter_{parameter}").options

    assert first == "Any"
    assert len(options) > 3
    for option in options:
        value, number = re.fullmatch(r"(Not reported|[\d,]+)(?: or more)? \(([\d,]+)\)", option).groups()
        value = "not_reported" if value == "Not reported" else value.replace(",", "")
        assert len(selected({"design": "rct", parameter: value}, library).studies) == int(number.replace(",", ""))


def test_every_filter_of_the_contract_has_a_widget() -> None:
    app = visit("studies")
    widgets = {widget.key for kind in (app.multiselect, app.selectbox, app.text_input) for widget in kind}
    assert {f"filter_{parameter}" for parameter in PARAMETERS} <= widgets


def test_a_filter_is_written_into_the_address_and_narrows(library: Library) -> None:
    app = visit("studies", {"sort": "name"})

    app.multiselect(key="filter_design").set_value(["rct", "cohort"]).run()
    assert app.query_params == {"sort": "name", "design": ["rct", "cohort"]}
    app.text_input(key="filter_q").set_value("low back").run()
    app.selectbox(key="filter_from").set_value(2011).run()
    app.selectbox(key="filter_nmin").set_value(50).run()

    params = {"design": ["rct", "cohort"], "q": "low back", "from": "2011", "nmin": "50"}
    assert app.query_params == {"sort": "name", **params}
    assert f"{len(selected(params, library).studies)} of {len(library.studies)} studies" in shown(app)


def test_emptying_the_scope_is_kept_apart_from_its_default(library: Library) -> None:
    app = visit("studies")

    app.multiselect(key="filter_scope").set_value([]).run()

    assert app.query_params == {"scope": ""}
    assert f"{len(library.studies)} of {len(library.studies)} studies" in shown(app)


def test_reset_clears_every_filter_and_nothing_else() -> None:
    app = visit("studies", {"view": "table", "design": "rct", "q": "pain", "from": "2010", "scope": "touch"})

    app.button(key="reset_filters").click().run()

    assert app.query_params == {"view": "table"}
    assert not [button for button in app.button if button.key == "reset_filters"]
    assert app.multiselect(key="filter_design").value == []
    assert app.multiselect(key="filter_scope").value == list(DIRECT_SCOPES)
    assert app.text_input(key="filter_q").value == ""


def test_the_default_scope_is_said_and_can_be_opened(library: Library) -> None:
    more = len(library.studies) - len(selected({}, library).studies)
    app = visit("studies")

    assert any(text.startswith(f"{more} more studies of other scope") for text in texts(app))
    app.button(key="every_scope").click().run()
    assert app.query_params == {"scope": ""}


@pytest.mark.parametrize(
    ("order", "column", "ascending"),
    [("newest", "year", False), ("oldest", "year", True), ("largest", "n_total", False), ("name", "authors", True)],
)
def test_orders(order: str, column: str, ascending: bool, library: Library) -> None:
    studies = selected({"design": "rct"}, library).studies.set_index("study_id")
    app = visit("studies", {"design": "rct"})
    app.selectbox(key="option_sort").set_value(order).run()

    assert app.query_params.get("sort", "newest") == order
    keys = studies[column].where(studies[column].astype("str") != "", studies["title"])
    keys = keys.str.casefold() if column == "authors" else keys
    best = keys.dropna().sort_values(ascending=ascending).head(20).tolist()
    assert keys.loc[ids(app)].tolist() == best


def test_cards_say_what_the_tables_say(library: Library) -> None:
    app = visit("studies", {"q": "cherkin"})

    words = shown(app)
    listed = ids(app)
    assert "cherkin-2011" in listed
    for study in library.studies[library.studies["study_id"].isin(listed)].to_dict("records"):
        assert " ".join(study["title"].split()) in words
        assert " ".join(study["summary"].split()) in words
        assert library.schema.label("design", study["design"]) in words


def test_pages_of_the_list() -> None:
    app = visit("studies")
    first = ids(app)

    app.pagination(key="option_page").set_value(2).run()
    assert app.query_params == {"page": "2"}
    assert len(first) == 20
    assert not set(first) & set(ids(app))

    app.multiselect(key="filter_design").set_value(["rct"]).run()
    assert app.query_params == {"design": "rct"}

    go(app, "studies", {"design": "rct", "page": "999999"})
    assert app.pagination(key="option_page").value == pages(app)
    assert 0 < len(ids(app)) <= 20


def test_the_table_has_every_chosen_study(library: Library) -> None:
    expected = selected({"design": "cohort"}, library).studies
    app = visit("studies", {"design": "cohort", "view": "table"})

    frame = app.dataframe[0].value
    assert sorted(frame["Title"]) == sorted(expected["title"])
    assert frame["Year"].tolist() == sorted(expected["year"].tolist(), reverse=True)
    assert app.dataframe[0].proto.alt


def test_the_ladder_shows_the_chosen_findings_only(library: Library) -> None:
    chosen = selected({"cond": "fibromyalgia"}, library).findings
    chosen = chosen[(chosen["strand"] == "massage") & (chosen["outcome_group"] != "safety")]
    app = visit("studies", {"cond": "fibromyalgia", "view": "ladder"})

    singles, reviews = (json.loads(picture.proto.json) for picture in app.get("bidi_component"))
    assert "reviews" in reviews["title"]
    numbers: Counter[str] = Counter()
    for label, number in re.findall(r"<title>([^<:]+): (\d+) \(\d+%\)</title>", singles["drawings"][0]["svg"]):
        numbers[label] += int(number)
    expected = {
        code.label: int((chosen["direction"] == code.value).sum()) for code in library.schema.codes("direction")
    }
    assert numbers == {label: number for label, number in expected.items() if number}
    assert sum(numbers.values()) == len(chosen)


def test_no_result_says_which_filter_to_loosen(library: Library) -> None:
    params = {"design": "guideline", "dir": "favours_comparator", "from": "2026", "q": "zzqqzz"}
    app = visit("studies", params)
    assert not selected(params, library).studies.size
    assert f"0 of {len(library.studies)} studies" in shown(app)
    assert "loosen" in shown(app)

    params = {"q": "cherkin", "cond": "fibromyalgia"}
    app = go(app, "studies", params)
    without = len(selected({"cond": "fibromyalgia"}, library).studies)
    assert any(f"{without} studies" in text and "Search" in text for text in texts(app))

    app.button(key="drop_q").click().run()
    assert app.query_params == {"cond": "fibromyalgia"}
    assert f"{without} of {len(library.studies)} studies" in shown(app)


@pytest.mark.parametrize("params", [{}, {"q": "zzqqzz"}])
def test_downloads_are_offered(params: Params) -> None:
    app = unfold(visit("studies", params), "downloads")
    assert [button.key for button in app.download_button] == [
        "touchstone-selection.zip",
        "touchstone-references.ris",
        "touchstone-references.bib",
        "touchstone-references.json",
        "touchstone-reading-list.docx",
        "touchstone-reading-list.md",
    ]


def test_filters_are_carried_to_the_claims_and_back() -> None:
    app = visit("studies", {"design": "rct", "q": "knee"})

    go(app, "mechanism")
    assert app.query_params == {"design": "rct", "q": "knee"}
    go(app, "methods")
    go(app, "studies")
    assert app.query_params == {"design": "rct", "q": "knee"}


def test_an_address_with_filters_beats_those_carried() -> None:
    app = visit("studies", {"design": "rct"})
    go(app, "mechanism", {"cond": "fibromyalgia"})
    assert app.query_params == {"cond": "fibromyalgia"}


def test_options_of_one_visitor_are_not_those_of_another(library: Library) -> None:
    visit("studies", {"design": "rct"})
    app = visit("mechanism")
    assert app.query_params == {}
    assert pd.isna(app.selectbox(key="filter_from").value)
