"""Keep what was drawn: equal drawings are drawn once, for a class and for every later page."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from autograder.reports.site.drawings import draw_picture, tabulate
from autograder.reports.site.render import Picture
from autograder.reports.text import clean_line
from autograder.results.files import write_atomically
from autograder.results.pictures import Drawing, Drawn
from autograder.results.versions import digest_engine


@dataclass(frozen=True)
class Gallery:
    """The drawings in one folder, by their numbers; it can be deleted at any time."""

    folder: Path

    def show(self, drawn: Drawn) -> Picture:
        """Return a picture with its table."""
        assert drawn.drawing is not None
        title = clean_line(drawn.title)
        heads, rows = tabulate(drawn.drawing)
        return Picture(title, self._draw(drawn, drawn.drawing, title), heads, tuple(rows))

    def _draw(self, drawn: Drawn, drawing: Drawing, title: str) -> str:
        numbers = json.dumps([drawn.to_dict(), digest_engine(("reports",))])
        name = hashlib.sha256(numbers.encode()).hexdigest()[:32]
        path = self.folder / f"{name}.svg"
        try:
            return path.read_text(encoding="utf-8")
        except (FileNotFoundError, UnicodeDecodeError):
            svg = draw_picture(drawing, title, name)
            write_atomically(path, svg)
            return svg
