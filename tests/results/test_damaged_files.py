"""What lay on a disk is read as what a run wrote, or not at all."""

import base64
import json
import zlib

import pytest

from autograder.cohort.pictures import show_pictures
from autograder.results.history import History
from autograder.results.observations import Asked, ObservationStore
from autograder.results.record import Record


@pytest.mark.parametrize("line", ['{"when": 5}', "[" * 100_000, '{"graded_with": {"checks": null}}', "\0", "NaN"])
def test_a_line_of_history_that_no_run_wrote_is_left_out(tmp_path, line) -> None:
    (tmp_path / "ada.jsonl").write_text(line)

    assert History(tmp_path).read("ada") == []


def test_observations_that_were_never_packed_are_none(tmp_path) -> None:
    (tmp_path / "ada.observations").write_bytes(b"{}")

    assert ObservationStore(tmp_path).read("ada") is None


@pytest.mark.parametrize("head", [{"units": "../x"}, {"revealed": "x"}, {"pictures": 1}, {"pictures": ["x"]}])
def test_observations_of_another_shape_are_none(tmp_path, head) -> None:
    said = json.dumps({"sha256": "f00d", "asked_with": "x", **head}).encode()
    (tmp_path / "ada.observations").write_bytes(base64.b64encode(zlib.compress(said)) + b"\n")

    assert ObservationStore(tmp_path).read("ada") is None


@pytest.mark.parametrize("picture", [{}, {"drawing": "x"}, {"drawing": {"kind": "Curves"}}, {"drawing": None}])
def test_a_damaged_picture_is_left_out(tmp_path, picture) -> None:
    asked = Asked("f00d", "x", pictures=[picture])

    assert show_pictures(tmp_path, Record("01", "ada", "", "f00d", {}, 0.1, None, (), ()), asked, hidden=True) == {}
