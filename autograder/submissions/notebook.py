"""Read the code cells of a Jupyter notebook (format 4) from its JSON; nothing is executed."""

import json
from typing import Any

from autograder.submissions.magics import neutralise_magics
from autograder.submissions.submission import SubmissionError, Unit

CODE_LIMIT = 1 << 20
MOST_CELLS = 2000
# Lists and objects in all of the file, outputs included: each takes twenty times its brackets' room in memory.
MOST_BRACKETS = 500_000
BROKEN = "Open it in Jupyter and save it again."


def read_cells(data: bytes) -> tuple[Unit, ...]:
    """Give one unit per code cell that holds code, in order, named by its place among the code cells.

    A cell that is no valid Python is passed on as it is: it costs its student only what it defines.
    """
    notebook = _parse(data)
    _refuse_other_formats(notebook)
    _refuse_other_languages(notebook)
    sources = _find_code(notebook)
    if sum(map(len, sources)) > CODE_LIMIT:
        raise SubmissionError("holds more than 1 MB of code. Hand in the exercises alone.")
    if len(sources) > MOST_CELLS:
        raise SubmissionError(f"holds more than {MOST_CELLS:,} cells of code. Hand in the exercises alone.")
    cells = ((f"Code cell {number}", neutralise_magics(source)) for number, source in enumerate(sources, start=1))
    units = tuple(Unit(name, text) for name, text in cells if text.strip())
    if not units:
        raise SubmissionError("has no code in its cells. Perhaps it was not saved before it was handed in.")
    return units


def _parse(data: bytes) -> dict[str, Any]:
    if data.count(b"[") + data.count(b"{") > MOST_BRACKETS:
        raise SubmissionError("holds too many values. Clear its outputs, save it, and hand it in again.")
    try:
        text = data.decode("utf-8-sig")
        notebook = json.loads(text)
    except RecursionError:
        raise SubmissionError(f"is nested too deeply for a notebook. {BROKEN}") from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SubmissionError(f"is not UTF-8 text: see line {line}. {BROKEN}") from None
    except ValueError:
        if not text.lstrip().startswith("{"):
            raise SubmissionError("is not a notebook. If it is a program, give it a name that ends in .py.") from None
        raise SubmissionError(f"is not a notebook: its text is no JSON. {BROKEN}") from None
    if not isinstance(notebook, dict):
        raise SubmissionError(f"is not a notebook. {BROKEN}")
    return notebook


def _refuse_other_formats(notebook: dict[str, Any]) -> None:
    version = notebook.get("nbformat")
    if version == 4:
        return
    if type(version) is not int:
        raise SubmissionError(f"does not say which notebook format it has. {BROKEN}")
    # A number from a stranger may have thousands of digits.
    named = str(version) if 0 <= version < 100 else "of no known number"
    raise SubmissionError(f"has notebook format {named}, and format 4 is needed. {BROKEN}")


def _refuse_other_languages(notebook: dict[str, Any]) -> None:
    metadata = notebook.get("metadata")
    for part, key in (("kernelspec", "language"), ("language_info", "name")):
        described = metadata.get(part) if isinstance(metadata, dict) else None
        language = described.get(key) if isinstance(described, dict) else None
        if isinstance(language, str) and language.lower() not in ("", "python", "ipython"):
            raise SubmissionError("is a notebook for another language. This course is written in Python.")


def _find_code(notebook: dict[str, Any]) -> list[str]:
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise SubmissionError(f"has no list of cells. {BROKEN}")
    sources = []
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
            raise SubmissionError(f"is damaged: entry {number} in its list of cells is no cell. {BROKEN}")
        if cell["cell_type"] == "code":
            sources.append(_join_source(cell.get("source"), number))
    return sources


def _join_source(source: Any, number: int) -> str:
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise SubmissionError(f"is damaged: entry {number} in its list of cells has no text. {BROKEN}")
    # JSON can spell half characters (surrogates), which no file and no pipe can hold.
    whole = source.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\r", "\n")
