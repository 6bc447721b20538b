"""Whatever comes under a notebook's name is read in bounded time, and is wrong in one clear line, if it is wrong."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from autograder.submissions import read_submission

CODE = {"cell_type": "code", "source": "x = 1", "metadata": {}, "outputs": [], "execution_count": None}
WHOLE = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CODE]}


def edit(**parts: Any) -> bytes:
    """Return a notebook in which some parts are replaced."""
    return json.dumps(WHOLE | parts).encode()


def cell(**parts: Any) -> bytes:
    """Return a notebook in whose only cell some parts are replaced."""
    return edit(cells=[CODE | parts])


DAMAGED = {
    "nothing": b"",
    "white space": b" \n\t",
    "cut off in the middle": edit()[:40],
    "cut off at the end": edit()[:-1],
    "two notebooks in a row": edit() * 2,
    "zeros": b"\0" * 4096,
    "noise": bytes(range(256)) * 16,
    "utf-16": edit().decode().encode("utf-16"),
    "a script": b"def f():\n    return 1\n",
    "a web page": b"<!DOCTYPE html><title>Sign in</title>",
    "a conflict of git's": b"<<<<<<< HEAD\n" + edit(),
    "a link of git-lfs": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "a list": b"[]",
    "a number": b"4",
    "null": b"null",
    "not a number": b'{"nbformat": 4, "cells": [NaN]}',
    "deep lists": b'{"nbformat": 4, "cells": ' + b"[" * 1_000_000,
    "deep objects": b'{"cells":' * 1_000_000,
    "a number without end": b'{"nbformat": ' + b"4" * 1_000_000 + b"}",
    "format 3": edit(nbformat=3, worksheets=[]),
    "format true": edit(nbformat=True),
    "format 4.5": edit(nbformat=4.5),
    "no format": json.dumps({"cells": [CODE]}).encode(),
    "no cells": edit(cells=[]),
    "cells of nothing": edit(cells=None),
    "cells as text": edit(cells="x = 1"),
    "a cell of nothing": edit(cells=[None]),
    "a cell without a type": edit(cells=[{"source": "x = 1"}]),
    "a cell whose type is a number": cell(cell_type=1),
    "text cells only": cell(cell_type="markdown"),
    "code of nothing": cell(source=None),
    "code as an object": cell(source={"0": "x = 1"}),
    "code as numbers": cell(source=[1, 2]),
    "code as lists": cell(source=[["x = 1"]]),
    "only another language": cell(source="%%bash\nrm -rf /"),
    "R": edit(metadata={"kernelspec": {"language": "R", "name": "ir"}}),
    "julia": edit(metadata={"language_info": {"name": "julia"}}),
    "two megabytes of code": cell(source="x = 1\n" * 400_000),
    "a million cells": edit(cells=[{"cell_type": "code", "source": "x=1"}] * 600_000),
    "outputs of 50 MB": cell(outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * (50 << 20)}]),
}

HARMLESS = {
    "bad ids": edit(cells=[CODE | {"id": "?" * 1000}, CODE | {"id": 7}, CODE | {"id": None}]),
    "the same id twice": edit(cells=[CODE | {"id": "a"}, CODE | {"id": "a"}]),
    "widgets": cell(
        metadata={"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"a": {}}}}},
        outputs=[{"output_type": "display_data", "data": {"application/vnd.jupyter.widget-view+json": {"a": 1}}}],
    ),
    "outputs of no known kind": cell(outputs={"output_type": "hologram"}),
    "outputs of 10 MB": cell(outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * (10 << 20)}]),
    "metadata as a list": edit(metadata=[1]),
    "a raw cell": edit(cells=[{"cell_type": "raw"}, CODE]),
    "a cell of an unknown type": edit(cells=[{"cell_type": "hologram"}, CODE]),
    "a byte order mark": b"\xef\xbb\xbf" + edit(),
    "the same key twice": b'{"cells": [], ' + edit()[1:],
    "another format in between": edit(nbformat_minor=99),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=list(DAMAGED))
def test_a_damaged_notebook_is_one_clear_line(tmp_path: Path, data: bytes) -> None:
    """The line names the file, says what is wrong, and ends; there is nothing to grade."""
    (tmp_path / "network.ipynb").write_bytes(data)
    submission = read_submission("ada", tmp_path / "network.ipynb")

    assert submission.units == ()
    assert submission.error is not None
    assert submission.error.startswith("network.ipynb ")
    assert submission.error.endswith(".")
    assert submission.error.isprintable()
    assert len(submission.error) < 200


@pytest.mark.parametrize("data", HARMLESS.values(), ids=list(HARMLESS))
def test_what_is_odd_but_harmless_is_read(tmp_path: Path, data: bytes) -> None:
    """Nothing but the code is looked at."""
    (tmp_path / "network.ipynb").write_bytes(data)
    submission = read_submission("ada", tmp_path / "network.ipynb")

    assert submission.error is None
    assert {unit.text for unit in submission.units} == {"x = 1"}


def test_a_file_of_four_gigabytes_is_not_read(tmp_path: Path) -> None:
    """Its size is enough."""
    with open(tmp_path / "network.ipynb", "wb") as file:
        os.truncate(file.fileno(), 4 << 30)
    submission = read_submission("ada", tmp_path / "network.ipynb")

    assert submission.error == (
        "network.ipynb is too large: 4096.0 MB, and the limit is 16 MB. Clear its outputs and save it again."
    )
