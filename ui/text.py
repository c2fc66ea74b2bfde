"""Text from data or addresses, made safe for places where Streamlit reads Markdown."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"""([\\`*_{}\[\]()#+\-.!|<>~$:&^=@/"'])""")
_WORD_JOINER = "\N{WORD JOINER}"
#: What Streamlit turns into links, symbols or its logo after Markdown is read, so that a backslash does not help: an
#: invisible word joiner in the middle keeps it text.
_REPLACED_LATER = re.compile(
    r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=\w)(?=@\w)|(?<=:)(?=streamlit:)"
    r"|(?<=\s[<>~\-])(?=(?:[=>\-]|->)(?:\s|$))|(?<=^[<>~\-])(?=(?:[=>\-]|->)(?:\s|$))"
)


def plain(text: object) -> str:
    """Markdown that shows exactly this text on one line: no markup, link, formula, directive or symbol comes of it."""
    one_line = " ".join(str(text).split())
    return _PUNCTUATION.sub(r"\\\1", _REPLACED_LATER.sub(_WORD_JOINER, one_line))
