"""Change single cells of a CSV file, and leave every other byte of it as it was."""

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError
from autograder.results.files import write_atomically

DELIMITERS = ",;\t"
BOM = "\ufeff"


@dataclass
class Sheet:
    """Hold a table as the text of its cells, quotes included, with what separates and ends its lines."""

    rows: list[list[str]]
    ends: list[str]
    delimiter: str
    bom: str

    def read(self, row: int, column: int) -> str:
        """Return what a cell says; nothing where the row is too short to have it."""
        raw = self.rows[row][column] if column < len(self.rows[row]) else ""
        return (raw[1:-1].replace('""', '"') if raw.startswith('"') else raw).strip()

    def write(self, row: int, column: int, value: int) -> None:
        """Put a number into a cell."""
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = f'"{value}"' if cells[column].startswith('"') else str(value)

    @property
    def header(self) -> list[str]:
        """Return the names of the columns."""
        return [self.read(0, column) for column in range(len(self.rows[0]))]

    def save(self, path: Path) -> None:
        """Write the file in one step."""
        lines = [self.delimiter.join(row) + end for row, end in zip(self.rows, self.ends, strict=True)]
        write_atomically(path, self.bom + "".join(lines))


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file; raise AutograderError, with one clear line, for what is none."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise AutograderError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise AutograderError(f"{path} is no CSV file in UTF-8; download the gradebook again, as CSV") from None
    bom, text = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    if not text.strip():
        raise AutograderError(f"{path} is empty; download the gradebook again, as CSV")
    delimiter = max(DELIMITERS, key=re.split(r"[\r\n]", text, maxsplit=1)[0].count)
    return Sheet(*_split(text, delimiter, path), delimiter, bom)


def _split(text: str, delimiter: str, path: Path) -> tuple[list[list[str]], list[str]]:
    cell = re.compile(rf'("(?:[^"]|"")*+"|[^"{delimiter}\r\n][^{delimiter}\r\n]*+|)({delimiter}|\r\n|\n|\r|\Z)')
    rows, ends, row, place = [], [], list[str](), 0
    while place < len(text) or row:
        found = cell.match(text, place)
        if found is None:
            line = len(re.findall(r"\r\n|\n|\r", text[:place])) + 1
            raise AutograderError(f"{path} is no proper CSV file: look at the quotes in line {line}")
        row.append(found[1])
        place = found.end()
        if found[2] != delimiter:
            rows.append(row)
            ends.append(found[2])
            row = []
    return rows, ends
