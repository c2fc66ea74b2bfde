"""Word search over studies: any order, accents and case ignored, small typing errors forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W_]+")

#: Letters whose stroke or missing dot Unicode does not take for an accent, and what people type instead.
_PLAIN = str.maketrans("ıłøđħ", "ilodh")

#: Shorter words are matched as they are: in three letters every other word is one error away.
SHORTEST_FORGIVEN = 4
#: From this length on two errors are forgiven instead of one.
LONG_WORD = 8


def words(text: str) -> list[str]:
    """The words of a text in lower case and without accents."""
    # Decomposing comes first: it turns signs such as ™ into letters that then need the same case as the others.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _WORD.findall("".join(mark for mark in folded if not unicodedata.combining(mark)).translate(_PLAIN))


class TextIndex:
    """Which documents contain which word; a document is known by its position."""

    def __init__(self, documents: Iterable[str]) -> None:
        """Index the documents in the order given."""
        positions: dict[str, list[int]] = defaultdict(list)
        count = 0
        for count, document in enumerate(documents, start=1):
            for word in set(words(document)):
                positions[word].append(count - 1)
        self._size = count
        self._positions = {word: np.array(where) for word, where in positions.items()}
        self._vocabulary = sorted(positions)

    def match(self, query: str) -> np.ndarray:
        """A mask over the documents that contain every word of the query; a query without words matches all."""
        mask = np.ones(self._size, dtype=bool)
        for word in dict.fromkeys(words(query)):
            if not mask.any():
                break
            found = np.zeros(self._size, dtype=bool)
            for known in self._words_like(word):
                found[self._positions[known]] = True
            mask &= found
        return mask

    def _words_like(self, word: str) -> list[str]:
        """Indexed words that contain the word; if there are none, those that contain one within a small typing error."""
        if len(word) < SHORTEST_FORGIVEN:
            return [known for known in self._vocabulary if known.startswith(word)]
        containing = [known for known in self._vocabulary if word in known]
        if containing:
            return containing
        errors = 2 if len(word) >= LONG_WORD else 1
        near = process.extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=errors, limit=None)
        meant = [known for known, _, _ in near]
        # What was meant is then found as if it had been typed, inside longer words, too.
        stems = [known for known in meant if len(known) >= SHORTEST_FORGIVEN]
        return [known for known in self._vocabulary if known in meant or any(stem in known for stem in stems)]
