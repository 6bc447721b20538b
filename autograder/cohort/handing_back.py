"""Put students' feedback where they look: an archive that a learning platform takes back, by its own names."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from autograder.people.downloads import CANVAS, MOODLE
from autograder.reports.feedback import name_page
from autograder.results import read_records
from autograder.results.files import write_atomically

FILE = "feedback.html"


def _name_for_moodle(part: str) -> str | None:
    """Return what Moodle's "Upload multiple feedback files in a zip" knows a student by: the folder it gave out."""
    found = MOODLE.fullmatch(part)
    return f"{found['name']}_{found['id']}_assignsubmission_file_/{FILE}" if found else None


def _name_for_canvas(part: str) -> str | None:
    """Return what Canvas's "Upload Submissions" knows a submission by: two numbers before the file's name."""
    found = CANVAS.fullmatch(part)
    return f"{found['name']}_{found['id']}_{found['order']}_{FILE}" if found else None


NAMES: dict[str, Callable[[str], str | None]] = {"moodle": _name_for_moodle, "canvas": _name_for_canvas}


def pack_feedback(out: Path, platform: str, to: Path) -> tuple[int, list[str]]:
    """Write an archive of the pages in the --out folder of `autograder grade`.

    Return how many pages it holds, and the students whose submissions did not come as the platform gives them out.
    """
    packed, left_out = io.BytesIO(), []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for record in read_records(out):
            parts = Path(record.path).parts[-2:]
            name = next((name for part in parts if (name := NAMES[platform](part))), None)
            page = name_page(record.student, out / "feedback")
            if name is None or not page.is_file():
                left_out.append(record.student)
            else:
                # Its own date: the same feedback is the same archive.
                archive.writestr(zipfile.ZipInfo(name), page.read_bytes())
        count = len(archive.namelist())
    write_atomically(to, packed.getvalue())
    return count, left_out
