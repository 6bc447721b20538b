"""What is no Python in a cell disappears, what is stays, and every line keeps its number."""

import ast

import pytest

from autograder.submissions.magics import neutralise_magics


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("%matplotlib inline\nx = 1", "\nx = 1"),
        ("!pip install torch\nx = 1", "\nx = 1"),
        ("pip install torch\nx = 1", "\nx = 1"),
        ("!pip install \\\n  torch\nx = 1", "\n\nx = 1"),
        ("x = 1\nnn.Linear?", "x = 1\n"),
        ("nn.Linear??  # what is it\nx = 1", "\nx = 1"),
        ("?nn.Linear\nx = 1", "\nx = 1"),
        ("files = !ls 'it\nx = 1", "files = None\nx = 1"),
        ("names = %who_ls", "names = None"),
        ("if x:\n    !ls\n    y = 1", "if x:\n    pass\n    y = 1"),
        ("%%time\nx = 1", "\nx = 1"),
        ("%%time\n%%capture\nx = 1", "\n\nx = 1"),
        ("%%time\nfrom __future__ import annotations", "\nfrom __future__ import annotations"),
        ("%%bash\nrm -r /", ""),
        ("\n%%writefile network.py\nx = 1", ""),
        ("%%HTML\n<b>", ""),
        ("%%!\nls", ""),
        ("from autograder.notebook import check\nx = 1", "\nx = 1"),
        ('check("Net.forward")', ""),
        ("x = 1\ncheck()  # all\ngrade('Net')", "x = 1\n\n"),
    ],
)
def test_a_magic_is_taken_out(cell: str, plain: str) -> None:
    assert neutralise_magics(cell) == plain


@pytest.mark.parametrize(
    "cell",
    [
        "x = (10\n% 3)",
        "x = 10 \\\n% 3",
        "x %= 3",
        "x != 3",
        "text = '''\n%matplotlib inline\n!ls\n'''",
        'text = """\n%a\n""" + "\\""',
        "text = 'it\\'s' # don't (\ny = [\n1\n]",
        "f(\n    a,  # why?\n)",
        "pip = 1",
        "check(x)",
        "check('x') and y",
        "x = check('x')",
        "from autograder.notebooks import x",
        "x = '?'",
        "'''unfinished\n!ls",
    ],
)
def test_python_stays_as_it_is(cell: str) -> None:
    assert neutralise_magics(cell) == cell


def test_a_magic_after_strings_and_brackets_is_still_seen() -> None:
    cell = "a = '(' # [\nb = r'\\\\'\nc = f\"{d['x']} (\"\n%magic\ne = {\n1: 2}\n!ls"

    assert ast.parse(neutralise_magics(cell))
    assert neutralise_magics(cell).count("\n") == cell.count("\n")


@pytest.mark.parametrize("piece", ["%a\n", "'", '"""', "(", "\\", "x ", "a=", "?", "x\\\n", "%\\\n", "w.", "\n", " "])
def test_much_of_anything_keeps_its_lines(piece: str) -> None:
    cell = piece * (200_000 // len(piece)) + "\n"

    assert neutralise_magics(cell).count("\n") == cell.count("\n")
