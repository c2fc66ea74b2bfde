"""Two or three claims, or two or three conditions, side by side, and how they differ in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evidence.answers.certainty import certainty_words
from evidence.answers.claim_answer import claim_answer, claim_names
from evidence.answers.condition_answer import condition_answer, condition_names
from evidence.answers.directions import FEWEST_FOR_A_SHARE
from evidence.answers.plain import Answer
from evidence.library import Library
from evidence.library.kept import kept
from evidence.library.schema import Schema
from evidence.library.strands import UMBRELLA, on_benefit
from evidence.selection import Selection
from evidence.studies.names import study_names
from evidence.synthesis.questions import CONTROLLED
from evidence.words.phrases import listed, sentence, share, studies_counted

#: What can be compared: code in the address → words.
KINDS = {"mechanism": "Claims", "condition": "Conditions"}
MOST = 3
#: What stands side by side where nothing is chosen.
FIRST = {"mechanism": ("muscle_tension", "anxiety_depression"), "condition": ("low_back_pain", "neck_pain")}
NOT_JUDGED = "not judged"


@dataclass(frozen=True)
class Aspect(Answer):
    """One thing on which sides can differ: what it is, its words, and the code of its certainty (empty where there is none)."""

    name: str
    words: str
    certainty: str = ""


@dataclass(frozen=True)
class Side(Answer):
    """One claim or condition.

    `verdict` is the curators' in a few words, empty if they gave none; `certainty` a GRADE code or empty. `aspects` are the links
    of a chain or the outcomes of a condition; `facts` further words by name. `studies` and `reviews` count studies of massage,
    self-massage or devices and syntheses; `favouring` of `controlled` findings of single studies favour massage over a control.
    `key_studies` have id and name, empty where there is no such study here. `selection` is everything on it, and `listed` how
    many studies the list of that has.
    """

    kind: str
    code: str
    name: str
    verdict: str
    certainty: str
    aspects: tuple[Aspect, ...]
    facts: tuple[tuple[str, str], ...]
    studies: int
    reviews: int
    favouring: int
    controlled: int
    key_studies: tuple[tuple[str, str], ...]
    selection: Selection
    listed: int

    @property
    def ladder(self) -> Selection:
        """What its comparison ladder is drawn of: a condition's own page asks for pain and quality of life, too."""
        return replace(self.selection, mechanism=(UMBRELLA,)) if self.kind == "condition" else self.selection


def names(library: Library, kind: str) -> dict[str, str]:
    """Code and name of everything of a kind that can be compared."""
    return condition_names(library) if kind == "condition" else claim_names(library)


def first(library: Library, kind: str) -> list[str]:
    """The codes that stand side by side where nothing is chosen; without those, the first two that there are."""
    known = names(library, kind)
    return [code for code in FIRST[kind] if code in known] or list(known)[:2]


def sides(library: Library, kind: str, codes: Sequence[str]) -> tuple[Side, ...]:
    """One side for each code; KeyError for a code that `names` does not know."""
    return tuple(side(library, kind, code) for code in codes)


@kept
def side(library: Library, kind: str, code: str) -> Side:
    """One claim or condition; KeyError for a code that `names` does not know."""
    name = names(library, kind)[code]
    return _condition(library, code, name) if kind == "condition" else _mechanism(library, code)


def _mechanism(library: Library, code: str) -> Side:
    claim = claim_answer(library, code)
    if claim is None:
        raise KeyError(code)
    aspects = tuple(Aspect(link.name, link.support_words, link.certainty) for link in claim.links)
    key_studies = tuple(dict.fromkeys(study_id for link in claim.links for study_id in link.key_studies))
    certainty = claim.links[0].certainty if len(claim.links) == 1 else ""
    facts = (("Measured by", claim.measured_by),)
    return _side(library, "mechanism", code, claim.name, claim.verdict, certainty, aspects, facts, key_studies)


def _condition(library: Library, code: str, name: str) -> Side:
    answer = condition_answer(library, code)
    aspects = tuple(Aspect(row.heading, row.effect_and_size, row.certainty) for row in answer.rows)
    facts = (
        ("Dose tested", answer.dose_sentence),
        ("Guidelines", answer.guideline_sentence or "none summarised"),
        ("Harms", answer.harms.sentence),
    )
    return _side(library, "condition", code, name, answer.bottom_line, "", aspects, facts, answer.key_studies)


def _side(
    library: Library,
    kind: str,
    code: str,
    name: str,
    verdict: str,
    certainty: str,
    aspects: tuple[Aspect, ...],
    facts: tuple[tuple[str, str], ...],
    key_studies: tuple[str, ...],
) -> Side:
    selection = Selection(condition=(code,)) if kind == "condition" else Selection(mechanism=(code,))
    chosen = selection.apply(library)
    findings = on_benefit(chosen.findings)
    controlled = findings[findings["comparator_class"].isin(CONTROLLED)]
    if kind == "mechanism":
        # Side evidence under a claim says nothing on the claim itself.
        controlled = controlled[controlled["is_target"]]
    known = study_names(library)
    syntheses = chosen.findings[chosen.findings["strand"] == "synthesis"]
    return Side(
        kind=kind,
        code=code,
        name=name,
        verdict=verdict,
        certainty=certainty,
        aspects=aspects,
        facts=facts,
        studies=findings["study_id"].nunique(),
        reviews=syntheses["study_id"].nunique(),
        favouring=int((controlled["direction"] == "favours_massage").sum()),
        controlled=len(controlled),
        key_studies=tuple((study_id, known.get(study_id, "")) for study_id in key_studies),
        selection=selection,
        listed=len(chosen.studies),
    )


def differences(library: Library, compared: Sequence[Side]) -> str:
    """How the sides differ: how much was studied, how sure one can be, each shared aspect, and where findings point."""
    return _differences(library, tuple(compared))


@kept
def _differences(library: Library, compared: tuple[Side, ...]) -> str:
    if len(compared) < 2:
        return "Choose two or three to see how they differ."
    text = "; ".join([_studied(compared), *_judged(library.schema, compared), _pointing(compared)])
    return sentence(text)


def _studied(compared: Sequence[Side]) -> str:
    ranked = sorted(compared, key=lambda side: -side.studies)
    if ranked[0].studies == ranked[-1].studies:
        return f"each rests on {studies_counted(ranked[0].studies)}"
    others = listed([f"{_inside(side)} on {side.studies}" for side in ranked[1:]])
    return f"{_inside(ranked[0])} rests on {studies_counted(ranked[0].studies)}, {others}"


def _judged(schema: Schema, compared: Sequence[Side]) -> list[str]:
    """What differs in the judgements that at least two sides have, then what is alike."""
    differing, alike = [], []
    for name, words in _aspects(schema, compared).items():
        if len(set(words.values())) > 1:
            differing.append(f"{name}: {_grouped(words)}")
        elif len(words) > 1:
            alike.append(f"{name} ({next(iter(words.values()))})")
    same = f"{'; '.join(alike)} {'is' if len(alike) == 1 else 'are'} the same where judged" if alike else ""
    return [*differing, *([same] if same else [])]


def _aspects(schema: Schema, compared: Sequence[Side]) -> dict[str, dict[Side, str]]:
    """The judgements of each side by the name of what is judged."""
    found: dict[str, dict[Side, str]] = {}
    if all(side.certainty for side in compared):
        found["bottom line"] = {side: certainty_words(schema, side.certainty) for side in compared}
    for side in compared:
        for aspect in side.aspects:
            found.setdefault(aspect.name.lower(), {})[side] = _aspect_words(schema, aspect)
    return found


def _aspect_words(schema: Schema, aspect: Aspect) -> str:
    return ", ".join(words for words in (aspect.words, certainty_words(schema, aspect.certainty)) if words)


def _grouped(words: dict[Side, str]) -> str:
    """“low certainty for a and b, very low certainty for c”."""
    groups: dict[str, list[str]] = {}
    for side, text in words.items():
        groups.setdefault(text, []).append(_inside(side))
    return ", ".join(f"{text} for {listed(sides)}" for text, sides in groups.items())


def _pointing(compared: Sequence[Side]) -> str:
    parts = [
        f"{share(side.favouring, side.controlled)} of {side.controlled} for {_inside(side)}"
        if side.controlled >= FEWEST_FOR_A_SHARE
        else f"{side.favouring} of {side.controlled} for {_inside(side)}"
        for side in compared
    ]
    return f"findings against a control that favour massage: {listed(parts)}"


def _inside(side: Side) -> str:
    """The name within a sentence."""
    return side.name if side.name[1:2].isupper() else side.name[:1].lower() + side.name[1:]
