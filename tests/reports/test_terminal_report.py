"""The terminal report says what a student needs, in any width, colour and encoding, and nothing more."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from autograder.reports.terminal import render_record
from autograder.results import Check, Exercise, Record

Show = Callable[..., str]
GOLDEN = Path(__file__).parent / "golden"
told = {"title": "Define the network", "hints": "network.hints.md", "hidden_checks": 9}
render = partial(render_record, file="network.py", **told)


def with_check(record: Record, **changes: object) -> Record:
    """Give the record of one exercise with one failing check, changed so."""
    check = Check("id", "one sample", "failed", 0, 5, hidden=False, message="expected  400\nyours     1600", line=3)
    return replace(record, exercises=(Exercise("Net", None, (replace(check, **changes),)),))


def test_every_situation_reads_as_agreed(situation: tuple[str, Record], show: Show) -> None:
    name, record = situation

    assert show(render, record) == (GOLDEN / f"{name}.txt").read_text()


def test_nobody_is_told_to_hand_in_after_a_part_of_the_checks(records: dict[str, Record], show: Show) -> None:
    said = show(render, records["all_public"], counts={"add_batch_dimension": 99})

    assert "Next: run all of them." in said
    assert "hand in" not in said


@pytest.mark.parametrize(("width", "encoding"), [(40, "utf-8"), (80, "ascii")])
def test_narrow_and_plain_terminals_read_as_agreed(
    records: dict[str, Record], show: Show, width: int, encoding: str
) -> None:
    golden = GOLDEN / f"one_slip_{width}_{encoding}.txt"

    assert show(render, records["one_slip"], width=width, encoding=encoding) == golden.read_text()


@pytest.mark.parametrize("width", [20, 33, 40, 80, 300])
def test_no_line_is_wider_than_the_terminal_or_80(situation: tuple[str, Record], show: Show, width: int) -> None:
    report = show(render, situation[1], width=width)

    assert max(map(cell_len, report.splitlines())) <= min(width, 80)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
def test_every_encoding_can_hold_the_report(situation: tuple[str, Record], show: Show, encoding: str) -> None:
    assert show(render, situation[1], encoding=encoding)


def test_what_is_said_of_an_exercise_that_is_not_started_is_shown(records: dict[str, Record], show: Show) -> None:
    (exercise,) = records["not_started"].exercises
    record = replace(records["not_started"], exercises=(replace(exercise, says="A raise still stands there."),))

    report = show(render, record)

    assert "not started\n  ➜ A raise still stands there." in report


def test_wide_characters_keep_the_width(records: dict[str, Record], show: Show) -> None:
    report = show(render, with_check(records["one_slip"], message="yours     " + "李明" * 50))

    assert max(map(cell_len, report.splitlines())) <= 80


@pytest.mark.parametrize(("wish", "is_coloured"), [({"NO_COLOR": "1"}, False), ({}, True)], ids=["not wanted", "free"])
def test_a_terminal_gets_colour_where_it_is_wanted(
    records: dict[str, Record], monkeypatch: pytest.MonkeyPatch, wish: dict[str, str], is_coloured: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"TERM": "xterm", **wish}.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    render(records["one_slip"], console=Console(file=stream, force_terminal=True, color_system="standard", width=80))

    assert ("\x1b[3" in stream.getvalue()) == is_coloured


def test_more_checks_are_announced_only_where_there_are_more(records: dict[str, Record], show: Show) -> None:
    assert "1 of 1 public check; 1 more, for more points, runs when graded." in show(
        render, records["all_public"], hidden_checks=1
    )
    assert "1 of 1 public check.\n" in show(render, records["all_public"], hidden_checks=0)


def test_an_unofficial_report_says_so(records: dict[str, Record], show: Show) -> None:
    assert "Unofficial" in show(render, records["one_slip"], unofficial=True)
    assert "Unofficial" not in show(render, records["one_slip"])


def test_what_a_hidden_check_printed_stays_hidden(records: dict[str, Record], show: Show) -> None:
    assert "secret" not in show(render, records["hidden"])
    assert "secret" in show(render, with_check(records["hidden"], printed="secret input"))


def test_equal_failures_are_told_once(records: dict[str, Record], show: Show) -> None:
    record = with_check(records["one_slip"])
    (exercise,) = record.exercises
    record = replace(record, exercises=(replace(exercise, checks=exercise.checks * 7),))

    assert show(render, record).count("1600") == 1
    assert "and 6 more for the same reason" in show(render, record)
    assert show(render, record, full=True).count("1600") == 7


def test_how_to_see_all_is_told_where_there_is_more(records: dict[str, Record], show: Show) -> None:
    assert "with --all" in show(render, records["exception"], how_to_see_all="with --all")
    assert "with --all" not in show(render, records["exception"], how_to_see_all="with --all", full=True)
    assert "with --all" not in show(render, records["one_slip"], how_to_see_all="with --all")


def test_long_output_is_cut(records: dict[str, Record], show: Show) -> None:
    report = show(render, with_check(records["one_slip"], printed="hello\n" * 400))

    assert report.count("| hello") == 10
    assert "… and 390 more lines" in report


@pytest.mark.parametrize("where", ["message", "printed"])
def test_what_a_student_prints_stays_text(records: dict[str, Record], show: Show, where: str) -> None:
    hostile = (
        "\x1b[31mred\x1b]0;title\x07 [bold]no[/bold]\r::error::x\n::notice title=Points::all\n##[error]x \u202etxt"
    )
    report = show(render, with_check(records["one_slip"], **{where: hostile}))

    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(report)
    assert "[bold]no[/bold]" in report
    assert not re.search("::[a-z]", report)
    assert "##[" not in report
