"""A script is read as Python reads it, or its error says in one line what is wrong."""

import hashlib
import os
import socket
import sys
import warnings
from pathlib import Path

import pytest
from handed_in import read_error

from autograder.submissions import Unit, read_submission
from autograder.submissions.syntax import PARSE_LIMIT


def read_text(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "network.py"
    path.write_bytes(data)
    submission = read_submission("ada", path)
    assert submission.error is None
    (unit,) = submission.units
    return unit.text


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "network.py"
    path.write_bytes(data)
    return path


def test_a_script_is_one_unit_with_the_hash_of_its_bytes(tmp_path: Path) -> None:
    data = b"x = 1\n"
    submission = read_submission("ada", write(tmp_path, data))

    assert submission.student == "ada"
    assert submission.units == (Unit("network.py", "x = 1\n"),)
    assert submission.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    "data",
    [
        "x = 'é'".encode(),
        b"\xef\xbb\xbf" + "x = 'é'".encode(),
        "# coding: latin-1\nx = 'é'".encode("latin-1"),
        "#!/usr/bin/env python\n# -*- coding: cp1252 -*-\nx = 'é'".encode("cp1252"),
    ],
)
def test_text_is_decoded_as_python_does(tmp_path: Path, data: bytes) -> None:
    assert read_text(tmp_path, data).endswith("x = 'é'")


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_any_line_end_is_one(tmp_path: Path, line_end: bytes) -> None:
    assert read_text(tmp_path, line_end.join([b"x = 1", b"y = 2", b""])) == "x = 1\ny = 2\n"


def test_a_doubtful_escape_warns_nobody(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        assert read_text(tmp_path, b"x = '\\d'") == "x = '\\d'"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "network.py is empty"),
        (b" \n\t\n", "is empty"),
        (b"x = 1\ny = '\xe9'\n", "is not UTF-8 text: see line 2. Save it as UTF-8."),
        (b"x = 1\n\n\ny = '\xe9'\n", "see line 4"),
        ("x = 1".encode("utf-16"), "is saved as UTF-16"),
        ("x = 1".encode("utf-32"), "is saved as UTF-32"),
        (b"x = 1\ny = '\0'", "NUL byte in line 2"),
        (b"# coding: klingon\nx = 1", "names an encoding that Python does not know"),
        (b"# coding: zlib\nx = 1", "cannot be read as zlib"),
        (b"# coding: punycode\nx = 1", "cannot be read as punycode"),
        (b"# coding: ascii\nx = '\xe9'", "is not ASCII text: see line 2"),
        (b"# coding: unicode_escape\nx = '\\ud800'", "cannot be read"),
        (b'{"cells": [], "nbformat": 4}', "holds a notebook. Give it a name that ends in .ipynb."),
        (b"x = 1\ndef f(:\n    pass\n", "has a syntax error in line 2"),
        (b"print 'hello'\n", "has a syntax error in line 1: Missing parentheses"),
        (b"if True:\nx = 1\n", "in line 2: expected an indented block"),
        (b"x = " + b"9" * 5000, "syntax error in line 1"),
    ],
)
def test_bad_text_is_named(tmp_path: Path, data: bytes, words: str) -> None:
    path = write(tmp_path, data)

    assert words in read_error(path)
    assert read_submission("ada", path).sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    "text",
    [
        "-" * 50_000 + "1",
        "not " * 15_000 + "1",
        "(" * 5_000 + ")" * 5_000,
        "lambda: " * 8_000 + "1",
        "a" + ".b" * 30_000,
        "1 + " * 15_000 + "1",
        "a" + "()" * 30_000,
    ],
)
def test_nesting_that_breaks_the_parser_is_an_error_like_others(tmp_path: Path, text: str) -> None:
    assert "nested" in read_error(write(tmp_path, text.encode()))


def test_a_very_long_script_is_left_to_the_sandbox_to_parse(tmp_path: Path) -> None:
    text = "x = (\n" + "#" * PARSE_LIMIT

    assert read_text(tmp_path, text.encode()) == text


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    write(tmp_path, b"x = 1").rename(tmp_path / "secret.py")
    (tmp_path / "network.py").symlink_to(tmp_path / "secret.py")

    assert read_error(tmp_path / "network.py") == "network.py is a symbolic link. Hand in the file itself."


def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "network.py")

    assert "is a named pipe, not a file" in read_error(tmp_path / "network.py")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "network.py").mkdir()

    assert "is a folder, not a file" in read_error(tmp_path / "network.py")


def test_a_device_is_refused() -> None:
    assert "is a device, not a file" in read_error(Path("/dev/zero"))


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A socket's path is limited to about 100 characters, so bind it from inside its folder.
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("network.py")

        assert "network.py cannot be opened" in read_error(tmp_path / "network.py")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert read_error(tmp_path / "network.py") == "network.py does not exist."


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    with open(tmp_path / "network.py", "wb") as file:
        file.truncate(100 << 20)

    submission = read_submission("ada", tmp_path / "network.py")

    assert submission.error is not None
    assert submission.error.startswith("network.py is too large: 100.0 MB, and the limit is 1 MB.")
    assert submission.sha256 is None


def test_one_megabyte_is_the_limit(tmp_path: Path) -> None:
    assert len(read_text(tmp_path, b"#" * (1 << 20))) == 1 << 20
    assert "is too large" in read_error(write(tmp_path, b"#" * ((1 << 20) + 1)))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux")
def test_a_file_that_hides_its_size_is_still_bounded() -> None:
    """Files in /proc say that they are empty, and are not."""
    submission = read_submission("ada", Path("/proc/self/status"))

    assert submission.sha256 is not None


def test_a_hostile_name_stays_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / ("a\n::error::\x1b[31m" + "x" * 200 + ".py")
    path.write_bytes(b"")

    error = read_error(path)

    assert error.isprintable()
    assert len(error) < 200


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"PK\x03\x04\x14\0", "a ZIP archive"), (b"%PDF-1.4\n%\xe2", "a PDF"), (b"\n<HTML>", "a web page")],
)
@pytest.mark.parametrize("name", ["network.py", "network.ipynb"])
def test_a_file_of_another_kind_under_the_answers_name_is_named(
    tmp_path: Path, name: str, data: bytes, kind: str
) -> None:
    (tmp_path / name).write_bytes(data)

    assert f"{name} is {kind}" in str(read_submission("ada", tmp_path / name).error)
