"""The Ladder's rule, by values that were worked out by hand."""

import pytest

from autograder.reports.leaderboard.ladder import climb, climb_all


def test_the_first_score_is_shown_to_the_next_step():
    assert climb(None, 0.9234, step=0.01) == 0.92


@pytest.mark.parametrize("score", [0.10, 0.92, 0.925, 0.93])
def test_what_is_worse_or_better_by_one_step_at_most_changes_nothing(score):
    assert climb(0.92, score, step=0.01) == 0.92


def test_what_is_better_by_more_than_a_step_is_shown():
    assert climb(0.92, 0.9301, step=0.01) == 0.93
    assert climb(0.92, 0.947, step=0.01) == 0.95


def test_a_climb_by_many_small_steps_is_not_shown_before_they_add_up():
    """0.512 is shown as 0.50 with steps of 0.05; 0.551 is more than 0.55, and is shown; 0.59 is not more than 0.60."""
    scores = [0.512, 0.53, 0.549, 0.551, 0.59, 0.61]

    assert [climb_all(scores[:count], step=0.05) for count in range(1, 7)] == [0.5, 0.5, 0.5, 0.55, 0.55, 0.6]


def test_without_scores_nothing_is_shown():
    assert climb_all([]) is None
