"""The question that studies are pooled on: which outcome, in whom, against what, when, and how; and its form in an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.library.schema import Schema
from evidence.selection.choice import shortened
from evidence.synthesis.pooling import METHODS, Model
from evidence.synthesis.switches import SWITCHES
from evidence.synthesis.timing import LONG, SHORT, TERMS, TIME_LABELS, TIMES
from evidence.words.phrases import listed

if TYPE_CHECKING:
    from typing import Self

#: Comparator classes that a control group can belong to, from the easiest comparison to the toughest, and another massage.
CONTROLLED = ("inactive", "credible", "active")
AGAINST = (*CONTROLLED, "massage")
#: The address's word for any controlled comparison, each study with its toughest; and the names of the parameters.
ANY = "any"
PARAMETERS = ("outcome", "cond", "comp", "time", "doubt", "out", "model", "kh", "floor")
#: How studies are pooled where the reader chooses nothing: with a floor, as two or three studies that happen to agree would else
#: give too narrow an interval.
MODEL = Model(floor=True)
#: The times that can be asked for: the two terms of the summary of findings, and the times of measurement.
WHEN = (*TERMS, *TIMES)
#: What the times are called within a sentence.
TIME_PHRASES = {
    SHORT: "in the short term",
    LONG: "three months or more after the course",
    "immediate": "within hours of a session",
    "end": "at the end of the course",
    "follow_up": "at follow-up",
}
#: More studies than this cannot be left out by an address; nobody ticks so many.
MOST_LEFT_OUT = 200

Params = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Question:
    """What is pooled and how.

    `outcome`: a code of the outcome groups. `condition`: a code of the conditions, or empty for any. `against`: a class of
    `AGAINST`, or empty for each study's toughest controlled comparison. `time`: one of `WHEN`, or empty for the time nearest
    the end of treatment. `doubts`: codes of `SWITCHES` that are on. `left_out`: ids of studies the reader took out. `model`: how
    to pool.
    """

    outcome: str = "pain_intensity"
    condition: str = ""
    against: str = "inactive"
    time: str = ""
    doubts: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    model: Model = MODEL

    @classmethod
    def from_params(cls, params: Params, schema: Schema) -> Self:
        """Read a question from address parameters; what is unknown is left out (see `ignored`)."""
        given = {name: _all(params.get(name, ())) for name in PARAMETERS}
        default = cls()
        against = _last_of(given["comp"], (*AGAINST, ANY), default.against)
        return cls(
            outcome=_last_of(given["outcome"], _codes(schema, "outcome_group"), default.outcome),
            condition=_last_of(given["cond"], _codes(schema, "condition"), ""),
            against="" if against == ANY else against,
            time=_last_of(given["time"], WHEN, ""),
            doubts=tuple(code for code in SWITCHES if code in given["doubt"]),
            left_out=tuple(sorted({value for value in given["out"] if value}))[:MOST_LEFT_OUT],
            model=Model(
                method=_last_of(given["model"], tuple(METHODS), default.model.method),
                knapp_hartung=given["kh"][-1:] != ["0"],
                floor=given["floor"][-1:] != ["0"],
            ),
        )

    def to_params(self) -> dict[str, list[str]]:
        """The address parameters of this question, without those at their default."""
        default = type(self)()
        params = {
            "outcome": [self.outcome] if self.outcome != default.outcome else [],
            "cond": [self.condition] if self.condition else [],
            "comp": [self.against or ANY] if self.against != default.against else [],
            "time": [self.time] if self.time else [],
            "doubt": list(self.doubts),
            "out": list(self.left_out),
            "model": [self.model.method] if self.model.method != default.model.method else [],
            "kh": [] if self.model.knapp_hartung else ["0"],
            "floor": [] if self.model.floor else ["0"],
        }
        return {name: values for name, values in params.items() if values}

    def describe(self, schema: Schema) -> str:
        """The question as one English phrase, such as “pain intensity in fibromyalgia, massage against inactive controls”."""
        words = schema.phrase("outcome_group", self.outcome)
        if self.condition:
            words += f" in {schema.phrase('condition', self.condition)}"
        words += f", massage against {self.against_words(schema)}"
        if self.time:
            words += f", {TIME_PHRASES.get(self.time, self.time.replace('_', ' '))}"
        if self.doubts:
            words += f" ({listed([SWITCHES[code].lower() for code in self.doubts])})"
        return words

    def against_words(self, schema: Schema) -> str:
        """The comparison within a sentence; the doubt about easy comparisons takes the place of the chosen class."""
        if "tough" in self.doubts:
            return "credible controls or active treatments"
        return (
            schema.phrase("comparator_class", self.against) if self.against else "any control (each study’s toughest)"
        )

    @property
    def classes(self) -> tuple[str, ...]:
        """The comparator classes that answer the question."""
        if "tough" in self.doubts:
            return ("credible", "active")
        return (self.against,) if self.against else CONTROLLED


def ignored(params: Params, schema: Schema) -> list[str]:
    """The parameters' values that mean nothing here, each as `parameter=value`, shortened for display."""
    known = {
        "outcome": _codes(schema, "outcome_group"),
        "cond": _codes(schema, "condition"),
        "comp": (*AGAINST, ANY),
        "time": WHEN,
        "doubt": tuple(SWITCHES),
        "model": tuple(METHODS),
        "kh": ("0", "1"),
        "floor": ("0", "1"),
    }
    return [
        shortened(name, value)
        for name, codes in known.items()
        for value in _all(params.get(name, ()))
        if value and value not in codes
    ]


def time_label(time: str) -> str:
    """The name of a time as an option; of the empty one, that the time nearest the end of treatment is taken."""
    return (TERMS | TIME_LABELS)[time] if time else "Nearest the end of treatment"


def _codes(schema: Schema, vocabulary: str) -> tuple[str, ...]:
    return tuple(code.value for code in schema.codes(vocabulary))


def _last_of(values: Sequence[str], known: Sequence[str], default: str) -> str:
    return values[-1] if values and values[-1] in known else default


def _all(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
