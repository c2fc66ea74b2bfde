"""What stands behind one link: findings of massage studies, which count, and what else carries its conclusion, which does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from evidence.answers.chain import Link
from evidence.answers.targets import targets_of
from evidence.library import Library
from evidence.library.strands import CLINICAL, DIRECT_SCOPES, UMBRELLA, about_benefit, on_benefit
from evidence.selection import Selection
from evidence.studies.names import study_names
from evidence.words.phrases import counted

#: What is said of people whose number the source does not tell.
NO_SIZE = "size not reported"


@dataclass(frozen=True, eq=False)
class LinkFindings:
    """The findings on one link within a selection.

    `counted`: those of primary studies of massage, self-massage or devices, on target outcomes first. `beside`: those of the
    other primary studies that the conclusion rests on (touch, other manual therapy, associations, animals, or massage with its
    findings at another link); its column `apart` says in words why they do not count. `reviews`: those of the reviews of
    massage that it rests on. `targets`: the outcome groups that speak of the claim itself, the most direct first, empty where
    no study tests the link.
    """

    link: Link
    counted: pd.DataFrame
    beside: pd.DataFrame
    reviews: pd.DataFrame
    targets: tuple[str, ...]

    @property
    def carrying(self) -> pd.DataFrame:
        """The counted findings of the studies that the conclusion rests on."""
        return self.counted[self.counted["study_id"].isin(self.link.carried_by)]

    @property
    def study_ids(self) -> tuple[str, ...]:
        """Every study with a finding here, those that the conclusion rests on first."""
        here = (*self.counted["study_id"], *self.beside["study_id"], *self.reviews["study_id"])
        return tuple(dict.fromkeys((*(key for key in self.link.carried_by if key in set(here)), *here)))


def link_findings(library: Library, link: Link, selection: Selection | None = None) -> LinkFindings:
    """What a selection (default: everything) has on a link.

    Its claim and link make no difference, and its scope none unless the reader chose one: what carries a conclusion without
    being massage is there to be seen, too.
    """
    findings = about_benefit(_opened(selection or Selection()).apply(library).findings)
    of_claim = findings[findings["mechanism"] == link.mechanism]
    here = of_claim[of_claim["link"] == link.link]
    massage = on_benefit(here)
    reviews = here[(here["strand"] == "synthesis") & here["study_id"].isin(link.carried_by)]
    return LinkFindings(
        link=link,
        counted=massage.sort_values("is_target", ascending=False, kind="stable"),
        beside=_beside(library, findings, link),
        reviews=reviews,
        targets=targets_of(library, link.mechanism) if link.tested else (),
    )


def _opened(selection: Selection) -> Selection:
    """The selection without claim and link, of any scope where the scope is the default one."""
    scope = () if selection.scope == DIRECT_SCOPES else selection.scope
    return replace(selection, mechanism=(), link=(), scope=scope)


def _beside(library: Library, findings: pd.DataFrame, link: Link) -> pd.DataFrame:
    """Findings of the studies that carry the conclusion without being counted.

    Those on the link; of a massage study that has none there, those on the claim at another link, else those on pain.
    """
    kept: list[pd.DataFrame] = []
    for study_id in link.carried_by:
        rows = findings[findings["study_id"] == study_id]
        if rows.empty or rows["strand"].iloc[0] == "synthesis":
            continue
        of_claim = rows[rows["mechanism"] == link.mechanism]
        here = of_claim[of_claim["link"] == link.link]
        if rows["strand"].iloc[0] == "massage" and len(here):
            continue
        clinical = rows[(rows["mechanism"] == UMBRELLA) & (rows["link"] == CLINICAL)]
        kept.append(next(part for part in (here, of_claim, clinical, rows) if len(part)))
    together = pd.concat(kept) if kept else findings.head(0)
    return together.assign(apart=[_apart(library, row, link) for row in together.to_dict("records")])


def _apart(library: Library, finding: dict[str, str], link: Link) -> str:
    """Why a finding does not count here: “other manual therapy”, “association, review”, “link “Lasting””."""
    words = [] if finding["strand"] == "massage" else [kind(library, finding["study_id"])]
    if (finding["mechanism"], finding["link"]) != (link.mechanism, link.link):
        words.append(f"link “{library.schema.label('link', finding['link'])}”")
    return ", ".join(words)


def kind(library: Library, study_id: str) -> str:
    """What a study is where it is not one of massage: “touch”, “other manual therapy”, “animal study”, “association”."""
    study = library.records[study_id]
    is_association = study["strand"] == "association"
    words = "association" if is_association else library.schema.label("scope", study["scope"]).lower()
    return f"{words}, review" if study["role"] == "synthesis" else words


def size_and_kind(library: Library, study_id: str) -> str:
    """“95 people”, “18 people, other manual therapy”: how many took part, and what the study is where it is not of massage."""
    study = library.records[study_id]
    size = NO_SIZE if pd.isna(study["n_total"]) else counted(int(study["n_total"]), "person", "people")
    return size if study["strand"] == "massage" else f"{size}, {kind(library, study_id)}"


def best_study_label(link: Link) -> str:
    """What the best single study is called: where no study tests the link, it is only the nearest."""
    return "Best single study" if link.tested else "Nearest single study"


def best_study_sentence(library: Library, link: Link) -> str:
    """“Best single study: Morhenn et al. 2012, 95 people: the largest randomised …”; empty where none is named."""
    if link.best_study not in library.records:
        return ""
    name = study_names(library)[link.best_study]
    details = size_and_kind(library, link.best_study)
    return f"{best_study_label(link)}: {name}, {details}: {link.best_study_reason}."
