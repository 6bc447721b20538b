"""Copies in disguise are nearer than honest answers, and small exercises raise nobody."""

import ast
import random
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from autograder.cohort.similar.pairs import compare
from autograder.cohort.similar.report import find_similar
from autograder.cohort.similar.shapes import Shape, read_shape
from autograder.cohort.similar.wrong import find_wrong_alike
from autograder.results import Store
from autograder.results.check import Check
from autograder.results.exercise import Exercise
from autograder.results.observations import Asked, ObservationStore
from autograder.results.record import Record

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = sorted(path.name for path in (ROOT / "tests/course/right").iterdir() if path.is_dir())


class Renaming(ast.NodeTransformer):
    """Gives every argument and local another name."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(f"{node.id}_", node.ctx) if node.id.islower() else node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(f"{node.arg}_")


def rename(tree: ast.Module) -> ast.Module:
    return Renaming().visit(tree)


def pad(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.body = [ast.parse("print('here')").body[0], *node.body, ast.parse("unused = 0").body[0]]
    return tree


def reorder(tree: ast.Module) -> ast.Module:
    random.Random(0).shuffle(tree.body)
    return tree


def read_stub(assignment: str) -> Shape:
    folder = ROOT / "assignments" / assignment
    return read_shape([(folder / f"{assignment.partition('_')[2]}.py").read_text()])


def read_right(assignment: str) -> list[str]:
    texts = [path.read_text() for path in sorted((ROOT / "tests/course/right" / assignment).glob("*.py"))]
    return [text for text in texts if len(read_shape([text]).runs) > 100]


@pytest.mark.parametrize("disguise", [rename, pad, reorder])
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_copy_in_disguise_stands_out_and_no_honest_pair_does(
    assignment: str, disguise: Callable[[ast.Module], ast.Module]
) -> None:
    right = read_right(assignment)
    copy = ast.unparse(ast.fix_missing_locations(disguise(ast.parse(right[0]))))

    found = compare([read_shape([text]) for text in [*right, copy]], read_stub(assignment))

    assert [(pair.one, pair.other) for pair in found.pairs] == [(0, len(right))]


LONG = "def f(x):\n" + "".join(f"    x = x {one} 2 {other} x\n" for one, other in product("+-*/", repeat=2))
HELPER = "def g(a, b):\n    return [a - c for c in b if c > 0]\n"


@pytest.mark.parametrize(
    "texts", [[LONG] * 28 + [LONG + HELPER] * 2, [LONG] * 10 + [""] * 20], ids=["a small helper", "a usual way"]
)
def test_what_is_short_or_what_many_have_raises_nobody(texts: list[str]) -> None:
    assert compare([read_shape([text]) for text in texts], read_shape([""])).pairs == ()


def test_what_is_not_python_has_no_shape() -> None:
    assert read_shape(["def f(:"]).runs == {}


def test_lines_count_on_through_the_cells_of_a_notebook() -> None:
    long = "def f(x):\n" + "".join(f"    x = x + {number} * x - x\n" for number in range(9))

    assert min(first for first, _ in read_shape(["\n\n", long]).runs.values()) > 3


def record(*seen: str) -> Record:
    exercises = [
        Exercise(f"e{number}", None, (Check(f"c{number}", "t", "failed", 0, 1, False, seen=each),))
        for number, each in enumerate(seen)
    ]
    return Record("01", "a", "a.py", "f", {}, 0.1, None, (), tuple(exercises))


def test_two_alone_who_are_wrong_alike_in_two_exercises_are_told() -> None:
    found = find_wrong_alike([record("aa", "bb"), record("aa", "bb"), record("cc", "dd")])

    assert found == {(0, 1): frozenset({"e0", "e1"})}


def test_a_mistake_that_many_make_tells_nothing() -> None:
    assert find_wrong_alike([record("aa", "bb")] * 3) == {}
    assert find_wrong_alike([record("aa", "bb"), record("aa", "cc")]) == {}


def test_answers_of_several_folders_say_where_they_are_from(tmp_path: Path) -> None:
    outs = [tmp_path / "2025", tmp_path / "2026"]
    for out in outs:
        Store(out / "results").write(Record("01", "ada", "ada.py", "f00d", {}, 0.1, None, (), ()))
        ObservationStore(out / "observations").write("ada", Asked("f00d", "", units=[("ada.py", "x = 1")]), b"")

    assert [each.name for each in find_similar(outs, []).answers] == [f"ada ({out})" for out in outs]
    assert [each.name for each in find_similar(outs[:1], []).answers] == ["ada"]
