"""Fill the templates of the pages. Whatever a student chose is escaped: nothing of it can be markup."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape


@dataclass(frozen=True)
class Picture:
    """A drawing as an SVG element, what it shows in words, and its numbers for those who cannot see it."""

    caption: str
    svg: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Link:
    """A cell of a table that leads to another page."""

    name: str
    to: str

    def __html__(self) -> str:
        """Return the element; whatever a student chose in it is escaped."""
        return f'<a href="{escape(quote(self.to))}">{escape(self.name)}</a>'


def render(template: str, **values: Any) -> str:
    """Return a page; it holds its own style and needs no other file."""
    environment = _open_templates()
    style, _, _ = environment.loader.get_source(environment, "style.css")  # type: ignore[union-attr]
    return environment.get_template(template).render(style=style, **values)


@cache
def _open_templates() -> Environment:
    loader = PackageLoader("autograder.reports.site", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["prose"] = _set_code
    return environment


def _set_code(text: str) -> Markup:
    """Return a text as markup in which what stands between backticks is code; all that is in it is escaped."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))
