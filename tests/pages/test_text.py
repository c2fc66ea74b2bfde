"""`plain` gives Markdown that shows exactly its text, whatever the text looks like."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from evidence.words.phrases import sentence
from tests.pages.hostile import HOSTILE, PIECES, STARTS
from ui.text import plain

WORD_JOINER = "\N{WORD JOINER}"
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
#: What Streamlit reads as more than text beside Markdown: links without brackets, arrows and other symbols.
LATER = re.compile(r"://|www\.|\w@\w|:streamlit:|(?:^|\s)(?:<-|->|<->|--|>=|<=|~=)(?:\s|$)")

pieces = st.sampled_from(
    [*PIECES, *STARTS, "<->", "->", "<-", "--", ">=", "<=", ":streamlit:", "\\", "\n", "\t", "x", " "]
)
texts = st.one_of(st.text(), st.lists(pieces).map("".join), st.lists(pieces).map(" ".join))


def one_line(text: str) -> str:
    return " ".join(text.replace(WORD_JOINER, "").split())


@given(texts)
@example(HOSTILE)
def test_markdown_makes_nothing_of_it_but_its_text(text: str) -> None:
    tokens = MARKDOWN.parse(plain(text))

    inline = [token for token in tokens if token.type == "inline"]
    assert [token.type for token in tokens if token.type != "inline"] in ([], ["paragraph_open", "paragraph_close"])
    children = [child for token in inline for child in token.children or []]
    assert {child.type for child in children} <= {"text", "text_special"}
    read = "".join(child.content for child in children)
    assert one_line(read) == one_line(text.replace("\0", "\N{REPLACEMENT CHARACTER}"))


@given(texts)
@example(HOSTILE)
def test_every_sign_that_could_start_markup_is_escaped(text: str) -> None:
    left = re.sub(r"\\[!-/:-@\[-`{-~]", "", plain(text))
    assert not re.search(r"[\\`*_{}\[\]()#+\-.!|<>~$:&^=@/]", left)


@given(texts)
@example(HOSTILE)
@example("a -> b <- c -- d >= e <= f <-> g ~= h")
def test_what_streamlit_replaces_after_markdown_is_broken_up(text: str) -> None:
    shown = re.sub(r"\\(.)", r"\1", plain(text))
    assert not LATER.search(shown)


@given(texts)
def test_it_is_one_line(text: str) -> None:
    assert len(plain(text).splitlines()) <= 1


@pytest.mark.parametrize("text", ["low back pain", "60 %", "10 people", "Größe, naïve, 痛み"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("given_text", "expected"), [("", ""), ("  ", ""), ("a", "A."), ("Why?", "Why?"), ("b. ", "B.")]
)
def test_sentence(given_text: str, expected: str) -> None:
    assert sentence(given_text) == expected
