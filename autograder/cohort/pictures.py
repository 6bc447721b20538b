"""Find the pictures of a student's result: made when it was judged, of what the probes saw."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.reports.site.render import Picture
from autograder.results.observations import Asked
from autograder.results.pictures import Drawn
from autograder.results.record import Record

FOLDER = "pictures"


def show_pictures(out: Path, record: Record, asked: Asked | None, *, hidden: bool) -> dict[str, list[Picture]]:
    """Return the pictures by their exercises, with those of hidden check files only where they are wanted.

    There are none without matplotlib, and none of an earlier result that counts: what was seen is of a later one.
    """
    if asked is None or not asked.pictures or record.kept or asked.sha256 != record.sha256:
        return {}
    try:
        from autograder.reports.site.gallery import Gallery
    except ImportError:
        return {}
    gallery = Gallery(out / FOLDER)
    shown: dict[str, list[Picture]] = {}
    for drawn in _read_whole(asked.pictures):
        if hidden or not drawn.hidden:
            shown.setdefault(drawn.exercise, []).append(gallery.show(drawn))
    return shown


def _read_whole(pictures: Sequence[dict[str, Any]]) -> Iterator[Drawn]:
    """Yield the pictures that are as they were written: one that is damaged on the disk costs no page."""
    for data in pictures:
        with suppress(ValueError, KeyError, TypeError):
            drawn = Drawn.from_dict(data)
            if drawn.drawing is not None:
                yield drawn
