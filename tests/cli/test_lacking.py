"""A library that only some commands need, and that is not installed, is named with the way to it."""

import sys

from autograder.cli import main


def test_a_library_that_is_not_installed_is_named(tmp_path, capsys, monkeypatch):
    """By the one that is lacking, not by all that the command needs."""
    for name in [name for name in sys.modules if name.startswith("autograder.cohort.similar")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "scipy", None)

    assert main(["similar", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "autograder: this needs scipy: python -m pip install 'autograder[instructor]'\n"
