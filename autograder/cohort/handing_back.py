"""Put students' feedback where they look: an archive that a platform takes back, or a branch of their clone."""

from collections.abc import Callable
from pathlib import Path

from autograder.cohort.branch import BranchWriter
from autograder.errors import AutograderError
from autograder.people.downloads import CANVAS, MOODLE
from autograder.release.archive import pack_zip
from autograder.reports.feedback import name_markdown, name_page
from autograder.results import Record, read_records
from autograder.results.files import write_atomically
from autograder.submissions.submission import SubmissionError

FILE = "feedback.html"
BRANCH = "autograder-feedback"
GONE = "no longer where it was graded"


def _name_for_moodle(part: str) -> str | None:
    """Return what Moodle's "Upload multiple feedback files in a zip" knows a student by: the folder it gave out."""
    found = MOODLE.fullmatch(part)
    return f"{found['name']}_{found['id']}_assignsubmission_file_/{FILE}" if found else None


def _name_for_canvas(part: str) -> str | None:
    """Return what Canvas's "Upload Submissions" knows a submission by: two numbers before the file's name."""
    found = CANVAS.fullmatch(part)
    return f"{found['name']}_{found['id']}_{found['order']}_{FILE}" if found else None


NAMES: dict[str, Callable[[str], str | None]] = {"moodle": _name_for_moodle, "canvas": _name_for_canvas}


def branch_feedback(out: Path) -> tuple[list[Path], dict[str, list[str]]]:
    """Commit each student's feedback to a branch of the clone that their answer came in; nothing is pushed.

    Return the clones whose branch holds it now, and of everybody else, by the reason, the names. Raise AutograderError
    where nobody's answer came in a clone.
    """
    clones: dict[Path, list[Record]] = {}
    left_out: dict[str, list[str]] = {}
    for record in read_records(out):
        clone = next((path for path in Path(record.path).absolute().parents if (path / ".git").is_dir()), None)
        if clone is None or (clone / "solutions").is_dir():
            reason = "came in no clone" if Path(record.path).exists() else GONE
            left_out.setdefault(reason, []).append(record.student)
        else:
            clones.setdefault(clone, []).append(record)
    if not clones and GONE in left_out:
        raise AutograderError(f"what {out} has results of is {GONE}: run this there, or grade again")
    if not clones:
        raise AutograderError(f"no submission in {out} came in a clone: there is no branch to put feedback on")
    written = []
    for clone, records in clones.items():
        text = _read(name_markdown(records[0].student, out / "feedback")).decode()
        try:
            # A folder of everybody's files may lie in a repository that is nobody's of them.
            if len(records) > 1:
                raise SubmissionError("holds the answers of several students.")
            with BranchWriter(clone) as writer:
                writer.put(BRANCH, "FEEDBACK.md", text, f"Feedback: {records[0].final_score} points")
            written.append(clone)
        except SubmissionError as error:
            reason = f"{clone.name} {str(error).rstrip('.')}"
            left_out.setdefault(reason, []).extend(record.student for record in records)
        except OSError as error:
            reason = f"{clone.name} cannot be written: {error.strerror}"
            left_out.setdefault(reason, []).append(records[0].student)
    return written, left_out


def _read(feedback: Path) -> bytes:
    try:
        return feedback.read_bytes()
    except OSError as error:
        raise AutograderError(f"{feedback} cannot be read ({error.strerror}): grade again, and it is written") from None


def pack_feedback(out: Path, platform: str, to: Path) -> tuple[int, list[str]]:
    """Write an archive of the pages in the --out folder of `autograder grade`.

    Return how many pages it holds, and the students whose submissions did not come as the platform gives them out.
    Raise AutograderError where none of them did.
    """
    pages: dict[str, bytes] = {}
    left_out = []
    for record in read_records(out):
        parts = Path(record.path).parts[-2:]
        name = next((name for part in parts if (name := NAMES[platform](part))), None)
        if name is None:
            left_out.append(record.student)
        else:
            pages[name] = _read(name_page(record.student, out / "feedback"))
    if not pages:
        name = platform.capitalize()
        raise AutograderError(
            f"no submission in {out} came in a folder or file that {name} named, so it could not tell whose pages are "
            f'whose: grade what "download all submissions" of {name} gives'
        )
    write_atomically(to, pack_zip(pages))
    return len(pages), left_out
