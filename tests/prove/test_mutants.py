"""Mutants are whole programs with one small fault each; survivors may be explained."""

import ast
from pathlib import Path
from textwrap import dedent

import pytest

from autograder.author.prove.mutants import Mutant, make_mutants
from autograder.author.prove.survivors import Explanation, explains, load_explanations
from autograder.errors import CourseError


def mutate(source: str, *names: str) -> list[Mutant]:
    """Return the mutants of an indented source."""
    return list(make_mutants(dedent(source), names))


def faults(body: str) -> set[str]:
    """Return what the statements of a function's body turn into."""
    return {mutant.now for mutant in mutate("def f(x, y):\n" + "".join(f"    {line}\n" for line in body.split("\n")))}


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("return x + y", "return x - y"),
        ("return x * y", "return x / y"),
        ("return x < y", "return x <= y"),
        ("return x < y", "return x >= y"),
        ("return x != 3", "return x > 3"),
        ("return x is None", "return x is not None"),
        ("return x and y", "return x or y"),
        ("return x and y", "return y"),
        ("return -x", "return x"),
        ("return 3", "return 4"),
        ("return 0", "return -1"),
        ("return 0.5", "return 1.5"),
        ("return True", "return False"),
        ("return x.sum()", "return x.mean()"),
        ("return x.argmax(1)", "return x.argmin(1)"),
        ("return x.argmax(1)", "return x.argmax(0)"),
        ("return max(x)", "return min(x)"),
        ("return x.sum(dim=1, keepdim=True)", "return x.sum(dim=1, keepdim=False)"),
        ("return x[1:]", "return x[2:]"),
        ("return x[y:]", "return x[y + 1:]"),
        ("return range(x)", "return range(x - 1)"),
        ("return h(x, y)", "return h(y, x)"),
        ("return h(x, stratify=y)", "return h(x)"),
        ("return h(x.clone())", "return h(x)"),
        ("return x.train().loss.item()", "return x.train().loss"),
        ("return x.train().loss.item()", "return x.loss.item()"),
        ("return F.relu(x)", "return x"),
        ("return x", "return None"),
        ("x.zero_grad()", "pass"),
        ("raise ValueError('no')", "pass"),
        ("x -= y", "x += y"),
        ("x -= y", "x = y"),
        ("x -= y", "x = x - y"),
        ("x = y", "x += y"),
        ("if x: h(y)", "if not x:"),
        ("if x: h(y)", "if True:"),
        ("if x: h(y)\nelse: h(x)", "if False:"),
        ("return [z for z in x if z]", "return [z for z in x if not z]"),
        ("with torch.no_grad():\n    x -= y", "x -= y"),
    ],
)
def test_a_small_fault_is_made(body: str, wrong: str) -> None:
    """Each row is a mistake that a check should notice."""
    assert wrong in faults(body)


def test_a_default_is_changed() -> None:
    """Callers who leave an argument out should notice."""
    nows = {mutant.now for mutant in mutate("def f(x, size=5, bias=True): return h(x)")}

    assert {"def f(x, size=6, bias=True):", "def f(x, size=5, bias=False):"} <= nows


def test_a_decorator_is_taken_away() -> None:
    """`@torch.no_grad()` is the answer as much as `with torch.no_grad():` is."""
    (mutant,) = (one for one in mutate("@torch.no_grad()\ndef f(): ...") if one.was.startswith("@"))

    assert (mutant.was, mutant.now) == ("@torch.no_grad() def f():", "def f():")


def test_a_block_without_its_with_is_a_program() -> None:
    """The statements of the block move out of it."""
    (mutant,) = (one for one in mutate("with torch.no_grad():\n    a()\n    b()") if one.now == "a()")

    assert mutant.source == "a()\nb()"


def test_every_mutant_is_another_program() -> None:
    """No mutant comes twice, and none is the solution."""
    source = dedent("""
        def f(x, y=0):
            for i in range(1, len(x)):
                if x[i] != 1 and not y:
                    raise ValueError("no")
                while y:
                    y -= 1
            return [x[0:1], -1 if False else 1]
    """)
    trees = [ast.dump(ast.parse(mutant.source)) for mutant in make_mutants(source, ["f"])]

    assert len(trees) > 30
    assert len({*trees, ast.dump(ast.parse(source))}) == len(trees) + 1


def test_the_same_solution_gives_the_same_mutants_in_the_same_order() -> None:
    """Reports of two runs can be compared."""
    source = "def f(x):\n    return x.max(1) + 2\n\n\ndef g(x):\n    return x[1:]"
    mutants = mutate(source)

    assert mutants == mutate(source)
    assert [mutant.line for mutant in mutants] == sorted(mutant.line for mutant in mutants)


@pytest.mark.parametrize(
    "source",
    [
        '"""Doc 1."""',
        'def f(x: int = None) -> Literal[1]:\n    """Doc 1."""',
        "import torch",
        "from torch import nn",
        "def f(x):  # given\n    return x + 1",
        "class Net(nn.Module):  # given\n    def f(self):\n        return 1",
    ],
)
def test_what_no_check_could_notice_is_left_alone(source: str) -> None:
    """Docstrings, annotations, imports, and what students receive anyway."""
    assert mutate(source) == []


@pytest.mark.parametrize(
    ("body", "same"),
    [
        ("return list(zip(x, y, strict=True))", "return list(zip(x, y, strict=False))"),
        ("x += 1", "x = x + 1"),
    ],
)
def test_what_is_no_fault_is_not_made(body: str, same: str) -> None:
    """Every survivor costs its author a minute."""
    assert same not in faults(body)


def test_what_an_exception_says_is_left_alone() -> None:
    """The contract fixes its class and no message."""
    assert faults('raise ValueError(f"{x + 1}")') == {"pass"}


def test_a_mutant_belongs_to_the_innermost_exercise() -> None:
    """A fault in `Net.flat` is for the checks of `Net.flat`; one in another method is for those of `Net`."""
    mutants = mutate(
        """
        class Net:
            def flat(self):
                return 1

            def forward(self):
                return 2


        def helper():
            return 3
        """,
        *("Net", "Net.flat"),
    )

    assert {(mutant.was, mutant.exercise) for mutant in mutants} == {
        ("return 1", "Net.flat"),
        ("return 2", "Net"),
        ("return 3", ""),
    }


def test_a_mutant_is_described_on_one_line() -> None:
    """The author finds the place and sees the fault."""
    (mutant,) = (one for one in mutate("def f(x):\n    return [\n        x,\n        x[1:],\n    ]") if "2" in one.now)

    assert mutant.description == "line 4: `return [x, x[1:]]` -> `return [x, x[2:]]`"


def test_of_a_signature_a_description_shows_what_differs() -> None:
    first, *_ = make_mutants("def f(self, x, k=2, *, big=True):\n    return x\n", ["f"])

    assert first.description == "line 1: `… big=True):` -> `… big=False):`"


@pytest.mark.parametrize("call", ["max(low, x)", "min(low, x)", "torch.maximum(low, x)"])
def test_arguments_that_may_come_in_any_order_are_not_swapped(call: str) -> None:
    (name, *_) = call.partition("(")

    assert not [
        one for one in make_mutants(f"def f(low, x):\n    return {call}\n", ["f"]) if f"{name}(x, low)" in one.now
    ]


def test_an_explanation_outlives_edits_elsewhere(tmp_path: Path) -> None:
    """It names the exercise, the statement and the fault, but no line."""
    path = tmp_path / "tiny.mutants.toml"
    path.write_text('[[survivor]]\nexercise = "f"\nwas = "return 1"\nnow = "return 2"\nbecause = "nobody calls it"\n')
    (explanation,) = load_explanations(path)

    explained = [mutant.now for mutant in mutate("# A\n\ndef f():\n    return 1", "f") if explains(explanation, mutant)]

    assert explained == ["return 2"]


def test_an_explanation_is_for_its_own_exercise() -> None:
    """The same statement elsewhere may matter."""
    explanation = Explanation("f", "return 1", "return 2", "nobody calls it")

    assert not any(explains(explanation, mutant) for mutant in mutate("def g():\n    return 1", "f", "g"))


def test_without_a_file_nothing_is_explained(tmp_path: Path) -> None:
    """Most assignments need none."""
    assert load_explanations(tmp_path / "tiny.mutants.toml") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[survivor", "tiny.mutants.toml, the last line: "),
        ('[[survivor]]\nexercise = "f"\nwas = "1"', "this one says exercise, was"),
        (
            '[[survivor]]\nexercise = "f"\nwas = "1"\nnow = "2"\nbecause = " "',
            "because is empty: write why no check can",
        ),
    ],
)
def test_an_explanation_that_explains_nothing_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """A silent exception is a check that nobody writes."""
    path = tmp_path / "tiny.mutants.toml"
    path.write_text(text)

    with pytest.raises(CourseError, match=message.replace(".", r"\.")):
        load_explanations(path)
