"""Make text that a student chose harmless where it is shown: their prints, their errors, the names of their files."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

SYMBOLS = {"passed": "✓", "partial": "◐", "failed": "✗", "not_started": "○", "timed_out": "✗", "crashed": "✗"}
MESSAGE_LIMIT = 4000
LINE_LIMIT = 200

# GitHub's runner obeys ::command:: at the start of a line, where wrapping may put it, and ##[command] anywhere.
RUNNER_COMMAND = re.compile(r"(?<=:)(?=:[A-Za-z])|(?<=#)(?=#\[)")

# A full-width ＝ counts as well: some spreadsheets read it as the plain one.
FORMULA = re.compile(r"(?:^|(?<=[;\t]))(?=\s*[=+\-@＝＋－＠﹢﹣﹦﹫])")


def clean(text: str, limit: int) -> str:
    """Give the text cut to about `limit` characters, with control, direction and half characters spelled out.

    What a CI runner would take for a command is broken by a space.
    """
    cut = text if len(text) <= limit else text[:limit] + "…"
    lines = cut.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    visible = lines if all(map(str.isprintable, lines.split("\n"))) else "".join(map(_show, lines))
    return RUNNER_COMMAND.sub(" ", visible)


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Give the text as one clean line."""
    return clean(" ".join(text.split()), limit)


def put_date(text: str) -> str:
    """Give a moment in ISO 8601 as people write it, to the minute; of what is none, the clean text."""
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M %Z}".strip()
    except ValueError:
        return clean_line(text)


def defuse_formula(text: str) -> str:
    """Give the text as one clean line that no spreadsheet takes for a formula: =, +, -, @ get a quote in front.

    So they do after a semicolon, at which many a spreadsheet begins the next cell.
    """
    return FORMULA.sub("'", clean_line(text))


def encode_table(rows: Iterable[Iterable[object]]) -> bytes:
    """Give a CSV table's bytes: with a byte order mark where Excel would else take UTF-8 for something older."""
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(rows)
    text = table.getvalue()
    return text.encode("utf-8" if text.isascii() else "utf-8-sig")


def _show(char: str) -> str:
    category = unicodedata.category(char)
    is_visible = char == "\n" or (category[0] != "C" and category not in ("Zl", "Zp"))
    return char if is_visible else _spell_out(char)


def _spell_out(char: str) -> str:
    return char.encode("ascii", "backslashreplace").decode() if ord(char) > 127 else f"\\x{ord(char):02x}"
