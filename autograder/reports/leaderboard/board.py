"""The leaderboard itself: rows with ranks, as a page and as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.reports.site.render import render
from autograder.reports.text import defuse_formula, encode_table

DIGITS = 3  # of a share: what is equal as far as it is shown, is equal


@dataclass(frozen=True)
class Row:
    """One place on the leaderboard."""

    rank: int
    name: str
    score: float


def rank(scores: Mapping[str, float]) -> list[Row]:
    """Return the rows of a leaderboard, the best first; who has the same score has the same rank."""
    shown = {name: round(score, DIGITS) for name, score in scores.items()}
    ordered = sorted(shown.items(), key=lambda one: (-one[1], one[0].casefold()))
    places: dict[float, int] = {}
    for place, (_, score) in enumerate(ordered, 1):
        places.setdefault(score, place)
    return [Row(places[score], name, score) for name, score in ordered]


def format_page(title: str, rows: Sequence[Row], *, final: bool, step: float, without: int) -> str:
    """Return the page; `without` counts those who have no score."""
    return render(
        "leaderboard.html",
        title=title,
        links=[],
        final=final,
        step=f"{step:.1%}",
        without=without,
        rows=[(str(row.rank), row.name, f"{row.score:.1%}") for row in rows],
    )


def format_table(rows: Sequence[Row]) -> bytes:
    """Return the CSV file."""
    shown = [[row.rank, defuse_formula(row.name), f"{row.score:.{DIGITS}f}"] for row in rows]
    return encode_table([["rank", "name", "score"], *shown])
