"""Read a table by the names of its columns, whatever capitals and blanks they are written with."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError
from autograder.tables.sheet import read_sheet

# What people and programs write where there is nothing.
NOTHING = ("", "-", "\N{EN DASH}", "n/a", "#n/a")


@dataclass(frozen=True)
class Row:
    """What one line says, by the simplified names of the columns; a cell that is not there says nothing."""

    line: int
    cells: Mapping[str, str]

    def first(self, *columns: str) -> str:
        """Return what the first of these columns that says something says."""
        return next((self.cells[column] for column in columns if self.cells.get(column)), "")


@dataclass(frozen=True)
class Table:
    """A table's columns and rows, those without a word left out."""

    columns: frozenset[str]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """Read a CSV file; raise AutograderError, naming the line, where fields do not fit the header."""
    sheet = read_sheet(path)
    names = [simplify(name) for name in sheet.header]
    rows = []
    for number, line in list(enumerate(sheet.number_lines()))[1:]:
        cells = [sheet.read(number, column) for column in range(len(sheet.rows[number]))]
        if any(cells[len(names) :]):
            raise refuse_fields(path, line, len(cells), len(names))
        # Some programs end a file with a character that nobody sees.
        if any(cell.strip("\x00\x1a") for cell in cells):
            # Of two columns of one name, the one that says something counts.
            pairs = reversed(list(zip(names, cells, strict=False)))
            rows.append(Row(line, {name: cell for name, cell in pairs if cell.casefold() not in NOTHING}))
    return Table(frozenset(names), tuple(rows))


def refuse_fields(path: Path, line: int, fields: int, columns: int) -> AutograderError:
    """Return what to raise where a line has more fields than there are columns: it would be read awry."""
    return AutograderError(
        f"{path}, line {line}, has {fields} fields, and the first line {columns}: "
        "put a field that holds a separator in quotes"
    )


def simplify(name: str) -> str:
    """Return a column's name in small letters, with _ for whatever separates its words: "SIS Login ID"."""
    return re.sub(r"[\W_]+", "_", unicodedata.normalize("NFC", name).casefold()).strip("_")
