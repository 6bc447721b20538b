"""Of failing checks the one that shows the mistake best comes first, and every reason once."""

from autograder.reports.failures import list_failures
from autograder.results import Check, Exercise


def failing(title: str, message: str, **details: object) -> Check:
    return Check(title, title, "failed", 0, 1, **{"hidden": False, "message": message, **details})


def order(*checks: Check) -> list[list[str]]:
    return [
        [check.title for check in (failure.shown, *failure.alike)]
        for failure in list_failures(Exercise("f", None, checks))
    ]


def test_the_fewest_numbers_come_first_and_the_others_stay_in_order() -> None:
    checks = [failing(str(numbers), f"yours {numbers}", numbers=numbers) for numbers in (30, 40, 2, 20)]

    assert order(*checks) == [["2"], ["30"], ["40"], ["20"]]


def test_checks_with_one_reason_are_one_failure_whatever_their_inputs() -> None:
    a = failing("a", "x      tensor of shape (5, 8)\nyours  NameError", given=1, numbers=40)
    b = failing("b", "width  3\nyours    NameError", given=1, numbers=1)

    assert order(a, failing("c", "yours  1", numbers=2), b) == [["b", "a"], ["c"]]


def test_nothing_said_is_no_reason_that_two_share() -> None:
    assert order(failing("a", "x  1", given=1), failing("b", "x  1", given=1)) == [["a"], ["b"]]


def test_a_public_check_and_a_verdict_of_its_own_come_first() -> None:
    hidden, ended = failing("hidden", "yours  1", hidden=True), Check("ended", "ended", "timed_out", 0, 1, False, "z")

    assert order(hidden, ended, failing("large", "yours  2", numbers=9)) == [["large"], ["hidden"], ["ended"]]


def test_results_come_before_refusals() -> None:
    refusal = failing("refusal", "yours  None", refuses=True)

    assert order(refusal, failing("large", "yours  2", numbers=9)) == [["large"], ["refusal"]]


def test_what_passed_or_is_not_started_is_no_failure() -> None:
    assert order(*(Check(status, "t", status, 0, 1, False) for status in ("passed", "not_started"))) == []
