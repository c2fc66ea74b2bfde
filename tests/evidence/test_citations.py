"""References as text, and links: golden lines of real studies, and every study in each style."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.studies import citations
from evidence.studies.citations import PaperLink
from tests.evidence.study_rows import BY_ID, STUDIES, study


def named(count: int) -> dict[str, Any]:
    return study(authors="; ".join(f"Author{chr(65 + number)} X" for number in range(count)))


# Vancouver

VANCOUVER = {
    "aaron-2025": (
        "Aaron RV, Ravyts SG, Carnahan ND, Bhattiprolu K, Harte N, McCaulley CC, et al. Prevalence of "
        "Depression and Anxiety Among Adults With Chronic Pain: A Systematic Review and Meta-Analysis. "
        "JAMA Network Open. 2025;8(3):e250268. doi: 10.1001/jamanetworkopen.2025.0268. PMID: 40053352."
    ),
    "ernst-2003": (
        "Ernst E. The safety of massage therapy. Rheumatology. 2003;42:1101-6. doi: 10.1093/rheumatology/keg306."
    ),
    "morelli-1990": (
        "Morelli. Changes in h-reflex amplitude during massage of triceps surae in healthy subjects. Journal of "
        "Orthopaedic & Sports Physical Therapy. 1990;12(2):55-9. PMID: 18787257."
    ),
    "pain-adaptation-1991": (
        "The pain-adaptation model: a discussion of the relationship between chronic musculoskeletal "
        "pain and motor activity. Canadian Journal of Physiology and Pharmacology. 1991. doi: "
        "10.1139/y91-102. PMID: 1863921."
    ),
    "payson-1984": (
        "Payson SM, Holloway JS. Possible complications of using naloxone as an internal opiate "
        "antagonist in the investigation of the role of endorphins in osteopathic manipulative "
        "treatment. The Journal of the American Osteopathic Association. 1984;84(Suppl 1):152-6. "
        "Available from: https://search.pedro.org.au/search-results/record-detail/11535"
    ),
    "moyer-2011": (
        "Moyer CA, Seefeldt L, Mann ES, Jackley LM. Does massage therapy reduce cortisol? A "
        "comprehensive quantitative review. Journal of Bodywork and Movement Therapies. 2011;(1):3-14. "
        "doi: 10.1016/j.jbmt.2010.06.001. PMID: 21147413."
    ),
    "rikard-2023": (
        "Rikard SM, Strahan AE, Schmit KM, Guy GP Jr. Chronic Pain Among Adults — United States, "
        "2019–2021. MMWR Morbidity and Mortality Weekly Report. 2023;72(15):379-85. doi: "
        "10.15585/mmwr.mm7215a1. PMID: 37053114."
    ),
    "wiltshire-2010": (
        "Wiltshire EV, Poitras V, Pak M, Hong T, Rayner J, Tschakovsky ME. Massage impairs postexercise "
        'muscle blood flow and "lactic acid" removal. Medicine and Science in Sports and Exercise. '
        "2010;42(6):1062-71. doi: 10.1249/MSS.0b013e3181c9214f. PMID: 19997015."
    ),
    "boyd-2016": (
        "Boyd C, Crawford C, Paat CF, Price A, Xenakis L, Zhang W. The Impact of Massage Therapy on "
        "Function in Pain Populations—A Systematic Review and Meta-Analysis of Randomized Controlled "
        "Trials: Part II, Cancer Pain Populations. Pain Medicine. 2016. PMCID: PMC4975018."
    ),
    "mori-2004": (
        "Mori H, Ohsawa H, Tanaka TH, Taniwaki E, Leisman G, Nishijo K. Effect of massage on blood flow "
        "and muscle fatigue following isometric lumbar exercise. Medical Science Monitor. "
        "2004;10(5):CR173-CR178. PMID: 15114265."
    ),
}

APA = {
    "ernst-2003": (
        "Ernst, E. (2003). The safety of massage therapy. Rheumatology, 42, 1101–1106. "
        "https://doi.org/10.1093/rheumatology/keg306"
    ),
    "morelli-1990": (
        "Morelli. (1990). Changes in h-reflex amplitude during massage of triceps surae in healthy subjects. "
        "Journal of Orthopaedic & Sports Physical Therapy, 12(2), 55–59."
    ),
    "agren-1995": (
        "Agren, G. (1995). The oxytocin antagonist 1-deamino-2-D-Tyr-(Oet)-4-Thr-8-Orn-oxytocin "
        "reverses the increase in the withdrawal response latency to thermal, but not mechanical "
        "nociceptive stimuli following oxytocin administration or massage-like stroking in rats. "
        "Neuroscience Letters, 187(1), 49–52. https://doi.org/10.1016/0304-3940(95)11335-t"
    ),
    "payson-1984": (
        "Payson, S. M., & Holloway, J. S. (1984). Possible complications of using naloxone as an "
        "internal opiate antagonist in the investigation of the role of endorphins in osteopathic "
        "manipulative treatment. The Journal of the American Osteopathic Association, 84(Suppl 1), "
        "152–156. https://search.pedro.org.au/search-results/record-detail/11535"
    ),
    "rikard-2023": (
        "Rikard, S. M., Strahan, A. E., Schmit, K. M., & Guy, G. P., Jr. (2023). Chronic Pain Among "
        "Adults — United States, 2019–2021. MMWR Morbidity and Mortality Weekly Report, 72(15), "
        "379–385. https://doi.org/10.15585/mmwr.mm7215a1"
    ),
    "crane-2012": (
        "Crane, J. D., Ogborn, D. I., Cupido, C., Melov, S., Hubbard, A., Bourgeois, J. M., & "
        "Tarnopolsky, M. A. (2012). Massage therapy attenuates inflammatory signaling after "
        "exercise-induced muscle damage. Science Translational Medicine, 4(119), Article 119ra13. "
        "https://doi.org/10.1126/scitranslmed.3002882"
    ),
    "aboodarda-2015": (
        "Aboodarda, S. J., Spence, A. J., & Button, D. C. (2015). Pain pressure threshold of a muscle "
        "tender spot increases following local and non-local rolling massage. BMC Musculoskeletal "
        "Disorders, 16, 265. https://doi.org/10.1186/s12891-015-0729-5"
    ),
}


@pytest.mark.parametrize("study_id", VANCOUVER)
def test_vancouver_of_real_studies(study_id: str) -> None:
    assert citations.vancouver(BY_ID[study_id]) == VANCOUVER[study_id]


@pytest.mark.parametrize("study_id", APA)
def test_apa_of_real_studies(study_id: str) -> None:
    assert citations.apa(BY_ID[study_id]) == APA[study_id]


def test_vancouver_names_six_authors_before_et_al() -> None:
    assert citations.vancouver(named(6)).startswith(
        "AuthorA X, AuthorB X, AuthorC X, AuthorD X, AuthorE X, AuthorF X. "
    )
    assert ", AuthorF X, et al. A title." in citations.vancouver(named(7))
    assert "AuthorG" not in citations.vancouver(named(7))


def test_apa_names_twenty_authors_and_of_more_the_first_nineteen_and_the_last() -> None:
    twenty, more = citations.apa(named(20)), citations.apa(named(21))
    assert twenty.count("Author") == 20
    assert "AuthorS, X., & AuthorT, X. (2020)." in twenty
    assert more.count("Author") == 20
    assert "AuthorS, X., . . . AuthorU, X. (2020)." in more


@pytest.mark.parametrize("title", ["Does it work?", "Full stop.", "Now!", 'What is "pain?"'])
def test_a_title_that_ends_a_sentence_gets_no_second_stop(title: str) -> None:
    assert citations.vancouver(study(title=title)) == f"{title} A journal. 2020."
    assert citations.apa(study(title=title)) == f"{title} (2020). A journal."


@pytest.mark.parametrize(
    ("cells", "vancouver", "apa"),
    [
        ({"volume": "5"}, "2020;5.", "A journal, 5."),
        ({"issue": "2"}, "2020;(2).", "A journal, (2)."),
        ({"pages": "12-19"}, "2020:12-9.", "A journal, 12–19."),
        ({"volume": "5", "pages": "e490-e496"}, "2020;5:e490-e496.", "A journal, 5, e490–e496."),
        ({"volume": "5", "pages": "101604"}, "2020;5:101604.", "A journal, 5, Article 101604."),
        ({"volume": "5", "pages": "i6748"}, "2020;5:i6748.", "A journal, 5, Article i6748."),
        ({"volume": "5", "pages": "12, 19"}, "2020;5:12, 19.", "A journal, 5, 12, 19."),
        ({"pages": "99-101"}, "2020:99-101.", "A journal, 99–101."),
    ],
)
def test_what_is_missing_leaves_no_empty_punctuation(cells: dict[str, str], vancouver: str, apa: str) -> None:
    assert citations.vancouver(study(**cells)) == f"A title. A journal. {vancouver}"
    assert citations.apa(study(**cells)) == f"A title. (2020). {apa}"


@pytest.mark.parametrize("year", ["", None, math.nan, pd.NA])
def test_a_missing_year_is_said(year: Any) -> None:
    assert citations.vancouver(study(year=year)) == "A title. A journal. [date unknown]."
    assert citations.apa(study(year=year)) == "A title. (n.d.). A journal."
    assert citations.short(study(year=year, authors="Smith J")) == "Smith"


def test_a_pandas_row_is_cited_like_a_dict() -> None:
    frame = pd.DataFrame(STUDIES).astype({"year": "Int64"})
    for position in (0, 100, 277):
        row = frame.iloc[position]
        assert citations.vancouver(row) == citations.vancouver(STUDIES[position])
        assert citations.apa(row) == citations.apa(STUDIES[position])


@pytest.mark.parametrize("row", STUDIES, ids=lambda row: row["study_id"])
def test_every_study_can_be_cited(row: dict[str, Any]) -> None:
    for line in (citations.vancouver(row), citations.apa(row)):
        assert row["title"] in line
        assert row["journal"] in line
        assert str(row["year"]) in line
        assert row["doi"] in line
        clean = line.replace(", . . . ", ", ")
        assert not any(mark in clean for mark in ("..", " .", ",,", "()", ";.", ":.", "  ", "<", ">", " nan"))
    assert citations.links(row)


def test_markup_and_line_breaks_of_an_imported_title_are_removed() -> None:
    imported = study(title='Effect of <i>deep</i>\n massage<sup class="x">2</sup>\x07 if p<0.05 and b>a')
    assert citations.vancouver(imported).startswith("Effect of deep massage2 if p<0.05 and b>a. ")


# Names


def test_unusual_names_are_written_as_each_style_asks() -> None:
    row = study(authors="Barreto TdoNP; Smith J-P; Neck Pain Study Group; et al.")
    assert citations.vancouver(row).startswith("Barreto TdoNP, Smith JP, Neck Pain Study Group, et al. A title.")
    assert citations.apa(row).startswith("Barreto, T. do N. P., Smith, J.-P., Neck Pain Study Group, et al. (2020).")
    assert citations.apa(study(authors="NICE")).startswith("NICE. (2020). A title.")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"authors": "Smith J"}, "Smith 2020"),
        ({"authors": "Smith J; van den Dolder PA"}, "Smith and van den Dolder 2020"),
        ({"authors": "Smith J; Jones K; Field T"}, "Smith et al. 2020"),
        ({"authors": "Smith J; et al"}, "Smith et al. 2020"),
        ({"title": "Pain"}, "“Pain” 2020"),
        ({"title": "Does it work?"}, "“Does it work?” 2020"),
        ({"title": "Massage for pain of the neck and back"}, "“Massage for pain…” 2020"),
        ({"title": ""}, "2020"),
    ],
)
def test_short_names(cells: dict[str, str], expected: str) -> None:
    assert citations.short(study(**cells)) == expected


def test_short_names_of_real_studies_whose_authors_are_not_known() -> None:
    assert citations.short({**BY_ID["vernon-1986"], "authors": ""}) == "“Spinal manipulation and beta-endorphin…” 1986"
    assert citations.short(BY_ID["vernon-1986"]) == "Vernon 1986"
    assert citations.short(BY_ID["neck-massage-dissection-2018"]) == "“‘Crick’ in Neck Followed…” 2018"


# Links


def test_links_of_a_study_with_every_identifier() -> None:
    assert citations.links(study(pmid="123", doi="10.1016/S0022-3999(03)00500-2", pmcid="PMC45")) == [
        PaperLink("PubMed", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        PaperLink("DOI", "https://doi.org/10.1016/S0022-3999%2803%2900500-2"),
        PaperLink("PubMed Central", "https://pmc.ncbi.nlm.nih.gov/articles/PMC45/"),
    ]


def test_the_record_is_linked_only_where_no_identifier_is_known() -> None:
    record = BY_ID["roberts-2011"]
    assert citations.links(record) == [
        PaperLink("Record at ijtmb.org", "https://ijtmb.org/index.php/ijtmb/article/view/25")
    ]
    assert [link.label for link in citations.links({**record, "pmid": "123"})] == ["PubMed"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/x",
        "example.org",
        "http://",
        "http://[",
        "ftp://example.org/x",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert citations.links(study(record_url=address)) == []


def test_identifiers_of_the_wrong_form_give_no_link() -> None:
    assert citations.links(study(pmid="12/../3", doi="javascript:alert(1)", pmcid="PMC")) == []


def test_a_doi_may_be_given_as_an_address() -> None:
    assert citations.links(study(doi="https://doi.org/10.1000/A b")) == []
    assert citations.links(study(doi="doi: 10.1000/ab")) == [PaperLink("DOI", "https://doi.org/10.1000/ab")]
    assert citations.links(study(doi="https://dx.doi.org/10.1000/a#b?c")) == [
        PaperLink("DOI", "https://doi.org/10.1000/a%23b%3Fc")
    ]


@given(st.text())
def test_links_hold_nothing_that_could_leave_an_address(text: str) -> None:
    row = study(pmid=text, doi=f"10.1000/{text}", pmcid=f"PMC{text}", record_url=f"https://example.org/{text}")
    for link in [*citations.links(row), *citations.links({**row, "pmid": "", "doi": "", "pmcid": ""})]:
        assert link.url.startswith("https://")
        assert link.url.isascii()
        assert not set(link.url) & set(' "<>\\^`{|}\n\r\t')
