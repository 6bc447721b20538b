"""`autograder prove --ways`: what students would read of each slip, had its author not written it."""

from pathlib import Path

from autograder.cli import main

TOY = Path(__file__).parents[1] / "toy"


def test_each_slip_is_listed_with_what_would_be_said_of_it(capsys):
    """In words that an author understands, whatever way of diagnosis speaks."""
    status = main(["prove", "--ways", "01_toy", "--course", str(TOY), "--jobs", "1"])

    out = capsys.readouterr().out
    assert status == 0
    assert out.count("➜ ") == 4
    assert "None" not in out
