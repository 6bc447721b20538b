"""Change single cells of a CSV file, and leave every other byte of it as it was."""

import codecs
import re
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from autograder.errors import AutograderError
from autograder.reading import read_file

# The last two, the very last Moodle's, are punctuation in other files: they count only where no other separates.
DELIMITERS = (",;\t", "|", ":")
BOM = "\ufeff"
QUOTED = re.compile(r'"(?:[^"]|"")*+"')
# How some programs keep a spreadsheet from taking 007 for a number.
AS_TEXT = re.compile(r'="([^"]*)"')
# The line by which Excel is told the separator.
TOLD = re.compile(r"(\"?)sep=([^\r\n])\1(?:\r\n|\n|\r)", re.IGNORECASE)
# How files begin that are no tables, whatever their name says.
OTHERS = {b"PK\x03\x04": "a workbook", b"\xd0\xcf\x11\xe0": "a workbook", b"<": "a page or a workbook"}


@dataclass
class Sheet:
    """Hold a table as the text of its cells, quotes included, with what separates and ends its lines."""

    rows: list[list[str]]
    ends: list[str]
    delimiter: str
    opening: str  # what stands before the first line: a byte order mark, a word for Excel, empty lines
    encoding: str

    def read(self, row: int, column: int) -> str:
        """Return what a cell says; nothing where the row is too short to have it."""
        raw = self.rows[row][column] if column < len(self.rows[row]) else ""
        raw = raw.strip()
        said = (raw[1:-1].replace('""', '"') if raw.startswith('"') else raw).strip()
        text = AS_TEXT.fullmatch(said)
        return text[1] if text else said

    def write(self, row: int, column: int, number: str) -> None:
        """Put a number into a cell, in quotes where the cell has them or its decimal mark needs them."""
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        is_quoted = cells[column].startswith('"') or self.delimiter in number
        cells[column] = f'"{number}"' if is_quoted else number

    def write_text(self, row: int, column: int, text: str) -> None:
        """Put text into a cell, in quotes; its writer sees to it that no spreadsheet takes it for a formula."""
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = '"' + text.replace('"', '""').encode(self.encoding, "replace").decode(self.encoding) + '"'

    @property
    def header(self) -> list[str]:
        """Return the names of the columns."""
        return [self.read(0, column) for column in range(len(self.rows[0]))]

    def number_lines(self) -> list[int]:
        """Return the line of the file in which each row begins: a cell in quotes may hold several."""
        lengths = [_count_lines("".join(cells) + end) for cells, end in zip(self.rows, self.ends, strict=True)]
        return list(accumulate(lengths[:-1], initial=_count_lines(self.opening) + 1))

    def encode(self) -> bytes:
        """Return the file's bytes."""
        lines = [self.delimiter.join(row) + end for row, end in zip(self.rows, self.ends, strict=True)]
        return (self.opening + "".join(lines)).encode(self.encoding)


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file in UTF-8, UTF-16 or Windows' cp1252; raise AutograderError, with one line, for what is none."""
    try:
        data = read_file(path)
    except OSError as error:
        why = "it is a folder; name a file" if isinstance(error, IsADirectoryError) else error.strerror
        raise AutograderError(f"{path} cannot be read: {why}") from None
    kind = next((kind for begin, kind in OTHERS.items() if data.lstrip().startswith(begin)), None)
    if kind is not None:
        raise AutograderError(f"{path} is {kind}, whatever its name says: open it, and save it as CSV")
    encoding = _find_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise AutograderError(f"{path} is no text that is known here: save it as CSV in UTF-8") from None
    opening, text = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    told = TOLD.match(text)
    opening, text = (opening + told[0], text[told.end() :]) if told else (opening, text)
    blank = len(text) - len(text.lstrip("\r\n"))
    opening, text = opening + text[:blank], text[blank:]
    if not text.strip():
        raise AutograderError(f"{path} is empty; download or save it again, as CSV")
    delimiter = told[2] if told else _find_delimiter(text)
    return Sheet(*_split(text, delimiter, path), delimiter, opening, encoding)


def _find_encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    if b"\0" in data[:2]:
        # Without a mark: half of the bytes of Latin letters are zeros.
        return "utf-16-le" if data[:2].endswith(b"\0") else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _find_delimiter(text: str) -> str:
    header = re.split(r"[\r\n]", QUOTED.sub("", text), maxsplit=1)[0]
    found = next((some for some in DELIMITERS if any(char in header for char in some)), DELIMITERS[0])
    return max(found, key=header.count)


def _split(text: str, delimiter: str, path: Path) -> tuple[list[list[str]], list[str]]:
    mark = re.escape(delimiter)
    cell = re.compile(rf'( *"(?:[^"]|"")*+" *|[^"{mark}\r\n][^{mark}\r\n]*+|)({mark}|\r\n|\n|\r|\Z)')
    rows, ends, row, place = [], [], list[str](), 0
    while place < len(text) or row:
        found = cell.match(text, place)
        if found is None:
            line = _count_lines(text[:place]) + 1
            raise AutograderError(f"{path} is no proper CSV file: look at the quotes in line {line}")
        row.append(found[1])
        place = found.end()
        if found[2] != delimiter:
            rows.append(row)
            ends.append(found[2])
            row = []
    return rows, ends


def _count_lines(text: str) -> int:
    return len(re.findall(r"\r\n|\n|\r", text))
