"""What a check author may write, and what is refused before any student is graded."""

import functools

import pytest
import torch

from autograder.checks import helper, probe, raises
from autograder.checks.annotations import understand_annotation
from autograder.checks.probes import _make_probe
from autograder.examination.hooks import CheckHooks

CONSTANT = 3


def three():
    return 3


@helper
def half(x):
    return x / 2


@helper
@functools.cache
def quarter(x, times=2):
    """Halve it twice."""
    for _ in range(times):
        x = half(x)
    return x


other_name = half


def test_a_probe_may_use_torch_and_its_parameters():
    """The usual names, builtins, imports of its own, and functions and classes inside it."""

    def stepped(student, start, size) -> torch.Tensor:
        import math

        class Recorder(torch.nn.Module):
            def forward(self, x):
                return x * math.pi

        def inner(n):
            return [student.f(start) for _ in range(n)]

        return Recorder()(sum(inner(size)))

    made = _make_probe(stepped)

    assert made.inputs == ("start", "size")
    assert made.source.startswith("def probe(student, start, size):\n")


def test_the_source_of_a_probe_may_hold_text_at_the_left_edge():
    """A text of several lines does not hide where the function begins."""

    def spoken(student) -> str:
        return """
first
"""

    assert _make_probe(spoken).source.splitlines() == ["def probe(student):", r"    return '\nfirst\n'"]


def test_what_crosses_does_not_say_what_is_expected():
    """Student code can read it there: no name, annotation, docstring or comment goes along."""

    def refused(student, x) -> ValueError:
        """It must raise."""

        def inner(y: int) -> int:
            return y  # never

        return student.f(inner(x))

    expected = "def probe(student, x):\n\n    def inner(y):\n        return y\n    return student.f(inner(x))\n"

    assert _make_probe(refused).source == expected


def test_helpers_travel_with_a_probe_and_work_on_both_sides():
    """Those that they use go along, once each, and before them."""

    def seen(student, x) -> float:
        return half(quarter(student.f(x)))

    texts = _make_probe(seen).source

    assert [line for line in texts.splitlines() if line.startswith("def ")] == [
        "def half(x):",
        "def quarter(x, times=2):",
        "def probe(student, x):",
    ]
    assert quarter(8) == 2


def test_scratch_is_no_fixture():
    """The sandbox gives it."""

    def saved(student, scratch, n) -> list:
        return student.save(scratch, n)

    made = _make_probe(saved)

    assert made.scratch
    assert made.inputs == ("n",)


def uses_a_constant(student) -> int:
    return student.f(CONSTANT)


def uses_a_function(student) -> int:
    return [three() for _ in range(2)]


def uses_a_helper_by_another_name(student) -> float:
    return other_name(student.f())


def uses_a_helper_further_down(student) -> int:
    return further_down(student.f())


@helper
def further_down(x):
    return x


def uses_a_stranger_inside(student) -> int:
    def inner():
        return CONSTANT

    return inner()


def has_no_annotation(student):
    return 1


def has_a_default(student, n=3) -> int:
    return n


def has_no_student(self, student) -> int:
    return 1


def gives_a_set(student) -> set:
    return {1}


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (uses_a_constant, "uses CONSTANT of its file.*take it as a parameter"),
        (uses_a_function, "uses three of its file.*marked with @helper, above"),
        (uses_a_helper_by_another_name, "uses the helper half as other_name: import it by its own name"),
        (uses_a_stranger_inside, "uses CONSTANT of its file"),
        (has_no_annotation, "needs a return annotation"),
        (has_a_default, "cannot have a default"),
        (has_no_student, "first parameter must be `student`"),
        (gives_a_set, "cannot be checked; use torch.Tensor"),
    ],
)
def test_a_probe_that_cannot_cross_is_refused_with_the_remedy(function, said):
    """At collection, so that no student is graded with it."""
    with pytest.raises(pytest.UsageError, match=said):
        probe(function)


@pytest.mark.parametrize(
    ("annotation", "value", "accepted"),
    [
        (int, 3, True),
        (int, True, False),
        (int, 3.0, False),
        (float, 3.0, True),
        (float, 3, False),
        (bool, True, True),
        (bool, 1, False),
        (type(None), None, True),
        (type(None), 0, False),
        (list, [], True),
        (list, (), False),
        (list[float], [1.0, 2.0], True),
        (list[float], [1.0, 2], False),
        (list[float], [], True),
        (tuple[int, str], (1, "a"), True),
        (tuple[int, str], (1,), False),
        (tuple[int, ...], (1, 2, 3), True),
        (tuple[int, ...], [1, 2], False),
        (dict[str, int], {"a": 1}, True),
        (dict[str, int], {1: 1}, False),
        (dict[str, tuple], {"a": (1,)}, True),
        (int | None, None, True),
        (int | str, 1.0, False),
        (torch.Tensor, torch.zeros(1), True),
        (torch.Tensor, torch.zeros(1).numpy(), False),
        (list[torch.Tensor], [torch.zeros(1), 1], False),
        (object, {"anything": None}, True),
    ],
    ids=str,
)
def test_annotations_are_taken_at_their_word(annotation, value, accepted):
    """A bool is no number, a number with a point no whole one, a tuple no list."""
    assert understand_annotation(annotation, "seen").accepts(value) is accepted


def test_any_accepts_anything():
    """typing.Any says the same as object."""
    from typing import Any

    assert understand_annotation(Any, "seen").accepts(torch.zeros(1))


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (torch.Tensor, "a tensor"),
        (list[float], "a list of numbers"),
        (tuple[torch.Tensor, ...], "a tuple of tensors"),
        (tuple[int, str], "a tuple of a whole number (int) and a text (str)"),
        (dict[str, torch.Tensor], "a dict from texts to tensors"),
        (int | None, "a whole number (int) or None"),
        (list[tuple[int, int]], "a list of tuples of two whole numbers"),
        (dict[str, tuple[int, ...]], "a dict from texts to tuples of whole numbers"),
    ],
    ids=str,
)
def test_annotations_are_put_in_words(annotation, words):
    """They end up in a sentence for students."""
    assert understand_annotation(annotation, "seen").words == words


@pytest.mark.parametrize(
    ("annotation", "value", "kind"),
    [
        (dict[str, tuple[int, ...]], {"a": (1,), "b": [1]}, "a dict with a list at 'b'"),
        (dict[str, int], {1: 1}, "a dict with the int 1 as a key"),
        (list[float], [1.0, 2], "a list with the int 2 at [1]"),
        (tuple[int, int], (1, 2, 3), "a tuple of 3"),
        (tuple[int, int], [1, 2], "a list"),
        (list[tuple[int, str]], [(1, 2)], "a list with a tuple with the int 2 at [1] at [0]"),
        (tuple[int, ...] | list[int], (1, "2"), "a tuple with the str '2' at [1]"),
        (int, None, "None"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_named_as_far_down_as_it_takes(annotation, value, kind):
    """ "Give a dict; yours gave a dict" helps nobody."""
    assert understand_annotation(annotation, "seen").name_misfit(value) == kind


GOOD = """
import pytest
from autograder.checks import exercise, points, probe, raises

@exercise("f")
class TestF:
    @points(3)
    @pytest.mark.parametrize("m", [1])
    def test_a(self, m):
        \"\"\"does it\"\"\"
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("@points(3)", "", r"needs @points\(N\), a whole number"),
        ("@points(3)", "@points(0)", r"needs @points\(N\)"),
        ("@points(3)", "@points(1.5)", r"needs @points\(N\)"),
        ("@points(3)", "@points(True)", r"needs @points\(N\)"),
        ("@points(3)", "@points()", r"needs @points\(N\)"),
        ('@exercise("f")', "", r'needs @exercise\("NAME"\)'),
        ('@exercise("f")', "@exercise()", r'needs @exercise\("NAME"\)'),
        ("@points(3)", "@points(3)\n    @raises(ValueError)", r"a check that @raises asks one probe"),
        ('"""does it"""', "pass", "needs a docstring"),
        ('"""does it"""', '"""gives {n}"""', "its title cannot be filled in .KeyError: 'n'."),
        ('"""does it"""', '"""gives {1: 2}"""', "its title cannot be filled in"),
        ("[1]", "[1, 2]", "has the title of .*, so that students cannot tell which is which"),
    ],
)
def test_a_check_that_could_not_be_graded_is_refused(pytester, old, new, said):
    """With the name of what is missing."""
    pytester.makepyfile(test_it=GOOD.replace(old, new))

    result = pytester.runpytest_inprocess("-p", "no:autograder", "--collect-only", plugins=[CheckHooks()])

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.re_match_lines([f".*test_it.py::.*test_a.*{said}"])


def test_pytest_lists_probes_of_one_name_where_they_stand(pytester):
    """In two classes with names of one length, between which nothing else decides."""
    probe = "    @probe\n    def seen(student) -> int:\n        return 1\n"
    head = "from autograder.checks import probe\n"
    pytester.makepyfile(test_it=f"{head}class TestOne:\n{probe}class TestTwo:\n{probe}")

    result = pytester.runpytest_inprocess("-p", "no:autograder", "--fixtures")

    result.stdout.re_match_lines([r"seen -- test_it.py:3", r"seen -- test_it.py:7"])


def test_a_refusal_without_its_exception_is_refused():
    """Such as a forgotten pair of brackets."""
    with pytest.raises(pytest.UsageError, match=r"as in @raises\(ValueError\), and not <function three"):
        raises(three)
