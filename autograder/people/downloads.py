"""Understand the names that learning platforms give to files and folders in "download all submissions"."""

import re
from dataclasses import dataclass

CANVAS = re.compile(r"(?P<name>[^_\W][^_]*)_(?:LATE_)?(?P<id>\d+)_(?P<order>\d+)_(?P<file>.+)")
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?")
BLACKBOARD = re.compile(r".+_(?P<user>[^_]+)_attempt_(?P<order>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>.+)|\.txt)?")
# Canvas numbers the files of later attempts.
ATTEMPT = re.compile(r"-\d+(?=\.\w+$)")


@dataclass(frozen=True)
class Download:
    """Whose something is, and what it was called when it was handed in."""

    student: str
    number: str = ""  # by which the platform knows the student
    full_name: str = ""
    file: str = ""  # empty for a folder
    order: tuple[int, str] = (0, "")  # the later, the greater


def read_download(name: str) -> Download | None:
    """Return what the name of a file or folder says; None if it is of no platform known here."""
    if found := MOODLE.fullmatch(name):
        # Typed into the browser, beside the files of the same student.
        file = found["file"] or ("" if found["kind"] == "file" else "online.html")
        return Download(found["name"], found["id"], found["name"], file)
    if found := BLACKBOARD.fullmatch(name):
        return Download(found["user"], file=found["file"] or "", order=(0, found["order"]))
    if found := CANVAS.fullmatch(name):
        file = ATTEMPT.sub("", found["file"])
        return Download(found["name"], found["id"], found["name"], file, (int(found["order"]), ""))
    return None
