"""Write what a student of a class is handed: the feedback, with what the folder of results knows beside the record."""

from pathlib import Path

from autograder.cohort.leaderboard_names import Called
from autograder.cohort.pictures import show_pictures
from autograder.reports.feedback import write_feedback
from autograder.results.observations import Asked
from autograder.results.record import Record


def hand_out(out: Path, record: Record, asked: Asked | None, called: Called | None) -> None:
    """Write the feedback into the folder of results, with pictures of what was seen, and what its student is called."""
    pictures = show_pictures(out, record, asked, hidden=False)
    write_feedback(record, out / "feedback", pictures, said=(called.tell(),) if called else ())
