"""A judge remembers what came of which observations; nobody's record may depend on who came before."""

from dataclasses import replace

import pytest

from autograder.diagnosis.slips import read_slips
from autograder.examination.found import Examination
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.sandbox import landlock
from autograder.submissions import Unit

# A check that passes only when it is run for the first time, which no honest one does.
CHECKS = '''
from autograder.checks import exercise, points, probe

runs = []


@exercise("answer", forbids={"math.floor": "write it yourself"})
class TestAnswer:
    @probe
    def answer(student) -> object:
        return student.answer()

    @probe
    def refusal(student) -> ValueError:
        return student.refuse()

    @points(1)
    def test_first_time(self, answer, refusal):
        """run for the first time"""
        runs.append(answer)
        assert len(runs) == 1
'''
# A check that asks something else each time, which none should.
UNSTEADY_CHECKS = '''
import itertools

import pytest

from autograder.checks import exercise, points, probe

numbers = itertools.count()


@exercise("echo")
class TestEcho:
    @pytest.fixture
    def number(self):
        return next(numbers)

    @probe
    def echo(student, number) -> int:
        return student.echo(number)

    @points(1)
    def test_echo(self, echo, number):
        """gives back what it gets"""
        assert echo == number
'''
ANSWER = 'def answer(): return {}\ndef refuse(): raise ValueError("{}")\n'
KNOWN = ANSWER.format("1", "no")


@pytest.fixture(scope="module")
def examine(toy, tmp_path_factory):
    """Give a function that has a judge, who knows one answer already, examine another, and returns its one check."""
    checks = tmp_path_factory.mktemp("answer") / "test_answer.py"
    checks.write_text(CHECKS)
    with Judges(toy, official=landlock.abi() > 0, checks=[checks]) as judges:
        judges.examine([Unit("toy.py", KNOWN)])
        yield lambda text: judges.examine([Unit("toy.py", text)]).checks[0].check


def test_a_check_that_sees_the_same_again_passes_without_being_run(examine):
    """However it was computed, and whatever else the file does."""
    text = "print('another')\n" + KNOWN.replace("return 1", "return 3 - 2")

    assert examine(text).status == "passed"


@pytest.mark.parametrize(
    ("value", "text"), [("2", "no"), ("1.0", "no"), ("True", "no"), ("'1'", "no"), ("[1]", "no"), ("1", "never")]
)
def test_a_check_that_sees_anything_else_is_run(examine, value, text):
    """Equal in Python is not enough."""
    assert examine(ANSWER.format(value, text)).status == "failed"


def test_a_check_that_failed_with_the_same_is_not_run_again(examine):
    """It counts its runs, and says how many there were."""
    first, second = (examine(ANSWER.format("7", "no") + more) for more in ("", "x = 1"))

    assert first.status == "failed"
    assert first.message == second.message


def test_what_is_said_of_an_exception_is_said_of_the_own_line(examine):
    """The same exception stands elsewhere in another file."""
    first, second = (examine(more + ANSWER.format("1 / 0", "no")).line for more in ("", "\n"))

    assert (first, second) == (1, 2)


def test_what_is_forbidden_stays_so(examine):
    """It is found in the text and not by what the answer does."""
    assert examine("import math\n" + KNOWN.replace("return 1", "return math.floor(1.5)")).status == "failed"


def test_an_answer_to_another_question_is_not_remembered(toy, tmp_path):
    """Who is right by chance once has not answered what was asked of others."""
    checks = tmp_path / "test_echo.py"
    checks.write_text(UNSTEADY_CHECKS)
    right, always_two = (Unit("toy.py", f"def echo(n): return {value}") for value in ("n", "2"))
    with Judges(toy, official=landlock.abi() > 0, checks=[checks]) as judges:
        found = [judges.examine([unit]).checks[0].check for unit in (right, always_two, always_two, always_two)]

    assert [check.status for check in found] == ["passed", "failed", "passed", "failed"]


def test_what_is_found_does_not_depend_on_who_came_before(toy, solution):
    """The same verdicts, messages and views, in whichever order a judge sees the submissions."""
    texts = [solution.text, *(slip.apply(solution.text) for slip in read_slips(toy.path(".slips.toml")))]
    official = landlock.abi() > 0
    with Judges(toy, official=official) as forwards, Judges(toy, official=official) as backwards:
        first = [examine_fully(forwards, text) for text in texts]
        last = [examine_fully(backwards, text) for text in reversed(texts)]

    assert first == last[::-1]


def examine_fully(judges: Judges, text: str) -> Examination:
    """Examine a file and return what was found, without the seconds."""
    found = judges.examine([Unit("toy.py", text)], Extent(all_views=True))
    checks = tuple(replace(one, check=replace(one.check, seconds=0.0)) for one in found.checks)
    return replace(found, checks=checks, seconds=0.0)
