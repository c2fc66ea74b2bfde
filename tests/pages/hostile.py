"""A data folder whose texts try to be more than text, for the tests of the pages and those in the browser."""

from __future__ import annotations

from pathlib import Path

from evidence.library.schema import read
from tests.data.copies import Row, rows_of, write_rows

#: What Markdown, HTML, LaTeX and Streamlit's own directives would make something of.
PIECES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "**bold**",
    "[link](http://x.invalid)",
    "![image](http://x.invalid/i.png)",
    "$x^2$",
    ":red[red]",
    ":material/bolt:",
    ":smile:",
    "http://x.invalid/path",
    "www.x.invalid",
    "a@x.invalid",
    "`code`",
    "~~struck~~",
    "&lt;b&gt;",
    "<b>tag</b>",
)
HOSTILE = " ".join(PIECES)
#: What a cell may begin with to become a block of its own.
STARTS = ("# ", "- ", "> ", "1. ", "```", "---", "| a | b |", "    ")
TABLES = ("studies", "findings", "mechanisms", "appraisals", "conditions", "precautions")


def make_hostile(folder: Path) -> None:
    """Put hostile text behind every free text of a data folder; numbers, codes, ids and dates stay."""
    schema = read(folder)
    for table in TABLES:
        free = [
            field.name
            for field in schema.tables[table].values()
            if field.type == "string"
            and not (field.vocabulary or field.refers_to or field.name in NOT_FREE or field.name.endswith("_id"))
        ]
        rows = rows_of(folder, table)
        write_rows(folder, table, [_hostile(row, free, number) for number, row in enumerate(rows)])


NOT_FREE = ("pmid", "doi", "pmcid", "record_url", "registration", "p", "checked_on", "mechanism", "key_studies")


def _hostile(row: Row, free: list[str], number: int) -> Row:
    start = STARTS[number % len(STARTS)]
    return {name: f"{start}{cell} {HOSTILE}" if name in free and cell else cell for name, cell in row.items()}
