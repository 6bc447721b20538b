"""The Ladder: show a score anew only where it is better by more than the noise, so that nobody climbs by asking."""

from collections.abc import Iterable

PUBLIC, FINAL = "public", "final"  # what checks call the scores that they measure on each half of the test
STEP = 0.01  # the standard error of a share of 0.9 among 1000 images is 0.0095
EXACT = 1e-9  # so far, a sum of floats may lie from the decimal number that is meant


def climb(shown: float | None, score: float, step: float = STEP) -> float:
    """Return what the leaderboard shows after another score, where it showed `shown` (None: nothing yet) before.

    With a loss R instead of a score, and η for the step: R_t = [R_S(f_t)]_η if R_S(f_t) < R_{t−1} − η, else R_{t−1};
    [·]_η is the nearest multiple of η. (A. Blum and M. Hardt, The Ladder: A Reliable Leaderboard for Machine Learning
    Competitions, ICML 2015, PMLR 37:1006-1014, algorithm 1; before the first, R_0 is infinite.)
    """
    if shown is not None and score <= shown + step + EXACT:
        return shown
    return round(round(score / step) * step, 9)


def climb_all(scores: Iterable[float], step: float = STEP) -> float | None:
    """Return what is shown after these scores, one after the other; None where there were none."""
    shown: float | None = None
    for score in scores:
        shown = climb(shown, score, step)
    return shown
