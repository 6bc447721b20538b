"""A notebook gives its code cells, or says in one line what is wrong with it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from handed_in import read_error

from autograder.submissions import Unit, read_submission

WriteNotebook = Callable[..., Path]


def test_each_code_cell_is_a_unit_in_order(write_notebook: WriteNotebook) -> None:
    path = write_notebook("x = 1", ["y = 2\n", "z = 3"])

    assert read_submission("ada", path).units == (Unit("Code cell 1", "x = 1"), Unit("Code cell 2", "y = 2\nz = 3"))


def test_other_cells_do_not_count(write_notebook: WriteNotebook) -> None:
    cells = [{"cell_type": "markdown", "source": "x"}, {"cell_type": "raw"}, {"cell_type": "code", "source": "x = 1"}]

    assert read_submission("ada", write_notebook(cells=cells)).units == (Unit("Code cell 1", "x = 1"),)


def test_empty_cells_count_but_are_left_out(write_notebook: WriteNotebook) -> None:
    path = write_notebook("", "%%bash\nls", "x = 1")

    assert read_submission("ada", path).units == (Unit("Code cell 3", "x = 1"),)


def test_a_cell_that_is_no_python_is_passed_on(write_notebook: WriteNotebook) -> None:
    path = write_notebook("def f(:", "x = 1")

    assert read_submission("ada", path).units == (Unit("Code cell 1", "def f(:"), Unit("Code cell 2", "x = 1"))


def test_magics_are_taken_out(write_notebook: WriteNotebook) -> None:
    path = write_notebook("%matplotlib inline\nx = 1")

    assert read_submission("ada", path).units == (Unit("Code cell 1", "\nx = 1"),)


def test_every_unit_can_be_written_as_utf8(write_notebook: WriteNotebook) -> None:
    (unit,) = read_submission("ada", write_notebook("x = '\ud800'\r\ny = 1")).units

    assert unit.text.encode() == b"x = '?'\ny = 1"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"nbformat": 3}, "has notebook format 3, and format 4 is needed. Open it in Jupyter and save it"),
        ({"nbformat": 5}, "has notebook format 5"),
        ({"nbformat": 10**4000}, "of no known number"),
        ({"nbformat": "4"}, "does not say which notebook format"),
        ({"cells": None}, "has no list of cells"),
        ({"cells": {"0": {}}}, "has no list of cells"),
        ({"cells": ["x = 1"]}, "entry 1 in its list of cells is no cell"),
        ({"cells": [{}]}, "entry 1 in its list of cells is no cell"),
        ({"cells": [{"cell_type": "code"}]}, "entry 1 in its list of cells has no text"),
        ({"cells": [{"cell_type": "code", "source": [1]}]}, "entry 1 in its list of cells has no text"),
        ({"cells": []}, "has no code in its cells"),
        ({"cells": [{"cell_type": "code", "source": " \n"}]}, "has no code in its cells"),
        ({"metadata": {"kernelspec": {"language": "R"}}}, "is a notebook for another language"),
        ({"metadata": {"language_info": {"name": "julia"}}}, "is a notebook for another language"),
    ],
)
def test_a_bad_part_is_named(write_notebook: WriteNotebook, parts: dict[str, object], words: str) -> None:
    assert words in read_error(write_notebook("x = 1", **parts))


@pytest.mark.parametrize("metadata", [None, [], {"kernelspec": None}, {"kernelspec": {"language": "python"}}, {"x": 1}])
def test_metadata_that_name_no_other_language_are_free(write_notebook: WriteNotebook, metadata: object) -> None:
    assert read_submission("ada", write_notebook("x = 1", metadata=metadata)).error is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"x = 1", "is not a notebook. If it is a program, give it a name that ends in .py."),
        (b'{\n"\xe9": 1}', "is not UTF-8 text: see line 2."),
        (b'{"nbformat": 4', "is not a notebook: its text is no JSON"),
        (b"\xff\xfe", "is saved as UTF-16. Save it as UTF-8."),
        (b"[1]", "is not a notebook."),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"nbformat":4,"cells":' * 100_000, "is nested too deeply"),
        (b'{"nbformat": ' + b"9" * 10_000 + b"}", "is not a notebook: its text is no JSON"),
    ],
)
def test_what_is_no_notebook_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "network.ipynb"
    path.write_bytes(data)

    assert words in read_error(path)


def test_a_million_cells_are_refused(write_notebook: WriteNotebook) -> None:
    cells = [{"cell_type": "code", "source": "xx"}] * 600_000

    assert "is too large" in read_error(write_notebook(cells=cells))


def test_too_much_code_is_refused(write_notebook: WriteNotebook) -> None:
    assert "holds more than 1 MB of code" in read_error(write_notebook("#" * 600_000, "#" * 600_000))


def test_a_notebook_with_pictures_may_be_larger_than_a_script(write_notebook: WriteNotebook) -> None:
    path = write_notebook("x = 1", metadata={"picture": "x" * (4 << 20)})

    assert read_submission("ada", path).units == (Unit("Code cell 1", "x = 1"),)


def test_sixteen_megabytes_are_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "network.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "cells": [], "metadata": {"picture": "x" * (16 << 20)}}))

    assert "and the limit is 16 MB" in read_error(path)


def test_more_cells_than_anybody_writes_are_refused(write_notebook: WriteNotebook) -> None:
    assert "holds more than 2,000 cells of code" in read_error(write_notebook(*["x"] * 2001))


def test_more_values_than_a_notebook_has_are_refused_before_they_are_read(write_notebook: WriteNotebook) -> None:
    path = write_notebook("x = 1", metadata={"empty": [[]] * 600_000})

    assert "holds too many values" in read_error(path)
