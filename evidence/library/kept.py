"""What was worked out from a library, kept beside it: worked out once for each question, shared by everybody.

A function marked `@kept` takes a library, or an answer that names its own, as its first argument. Its result is kept in that
library's store under the function and the values of its arguments, and must never be changed by those who get it. The store goes
when its library goes, so that nothing outlives the data it was made from.
"""

from __future__ import annotations

import io
import pickle
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

#: Bytes in one MB, and how many MB a store takes before it lets go what was used least recently.
MB = 1_000_000
MOST_MB = 96.0
#: What a value costs besides itself: its key, its place, its lock.
_PLACE = 400


@dataclass(frozen=True, slots=True)
class Kind:
    """What a store holds of one kind: the function that made it, how many values, and their size in MB."""

    made_by: str
    values: int
    megabytes: float


class Kept:
    """A store of values by key: bounded in MB, least recently used out first, one lock a key."""

    def __init__(self, most_megabytes: float = MOST_MB) -> None:
        """An empty store that takes at most so many MB."""
        self._most = most_megabytes * MB
        self._size = 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.RLock] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key; made by the first who asks while others who want the same wait. An error is raised, not kept."""
        with self._lock:
            if key in self._values:
                return self._found(key)
            making = self._making.setdefault(key, threading.RLock())
        with making:
            with self._lock:
                if key in self._values:
                    return self._found(key)
            try:
                value = make()
                self._keep(key, value)
            finally:
                with self._lock:
                    # After a failure somebody else may be at it with a lock of their own by now.
                    if self._making.get(key) is making:
                        del self._making[key]
        return value

    def _found(self, key: Hashable) -> Any:
        self._values.move_to_end(key)
        return self._values[key][0]

    def _keep(self, key: Hashable, value: object) -> None:
        size = size_of(value) + letters_in(key) + _PLACE
        with self._lock:
            _, before = self._values.pop(key, (None, 0))
            self._size -= before
            self._values[key] = (value, size)
            self._size += size
            while self._size > self._most and len(self._values) > 1:
                _, (_, gone) = self._values.popitem(last=False)
                self._size -= gone

    @property
    def megabytes(self) -> float:
        """What is kept now, in MB."""
        return self._size / MB

    def kinds(self) -> tuple[Kind, ...]:
        """What is kept now, the largest kind first."""
        with self._lock:
            held = [(str(cast("tuple[object, ...]", key)[0]), size) for key, (_, size) in self._values.items()]
        counts = Counter(name for name, _ in held)
        sizes = {name: sum(size for other, size in held if other == name) for name in counts}
        return tuple(
            Kind(name, counts[name], sizes[name] / MB) for name in sorted(counts, key=lambda name: -sizes[name])
        )


def kept(function: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function works out in the store of the library that it works on, its first argument."""
    name = f"{function.__module__.removeprefix('evidence.')}.{function.__qualname__}"

    @wraps(function)
    def found(*args: P.args, **kwargs: P.kwargs) -> T:
        first = cast("Any", args[0])
        store: Kept = getattr(first, "library", first).kept
        key = (name, *map(_value, args), *((word, _value(kwargs[word])) for word in sorted(kwargs)))
        return store.get(key, lambda: function(*args, **kwargs))

    return found


def _value(argument: object) -> Hashable:
    """What an argument is told by: a library by the part of the data it holds, an answer by its question."""
    return cast("Hashable", getattr(argument, "key", argument))


def letters_in(key: Hashable) -> int:
    """The letters of all words in a key, which may come from an address and be long."""
    if isinstance(key, str):
        return len(key)
    return sum(map(letters_in, key)) if isinstance(key, tuple) else 0


class _Measure(pickle.Pickler):
    """A pickler that leaves libraries and their descriptions out, as many values share them."""

    def persistent_id(self, value: object) -> str | None:
        """A name instead of the whole for what is shared."""
        return "shared" if type(value).__name__ in ("Library", "Schema") else None


def size_of(value: object) -> int:
    """About how many bytes a value takes: what it takes when it is written down, the library it speaks of not counted."""
    if isinstance(getattr(value, "kept", None), Kept):
        part = cast("Any", value)
        return int(sum(frame.memory_usage(deep=True).sum() for frame in (part.studies, part.findings)))
    out = io.BytesIO()
    try:
        _Measure(out, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    except (pickle.PicklingError, TypeError, AttributeError):
        return _PLACE
    return out.tell()
