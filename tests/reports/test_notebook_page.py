"""A notebook's reports can be read on light and on dark pages."""

import pytest

from autograder.reports.notebook import THEME, render_for_notebook
from autograder.reports.terminal import render_record
from autograder.results import Record


def luminance(colour: tuple[int, int, int]) -> float:
    """Return the relative luminance of a colour in sRGB: WCAG 2.2, "relative luminance"."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("number", range(1, 8))
def test_every_colour_stands_out_from_white_and_from_black(number: int) -> None:
    colour = luminance(THEME.ansi_colors[number])

    assert 1.05 / (colour + 0.05) > 3.9
    assert (colour + 0.05) / (luminance((17, 17, 17)) + 0.05) > 3.9


def test_columns_line_up_where_the_page_names_no_font(records: dict[str, Record]) -> None:
    html = render_for_notebook(
        lambda console: render_record(
            records["one_slip"], console=console, file="the notebook", title="Network", hints="x.md"
        )
    )["text/html"]

    assert "monospace" in html.partition(">")[0]
