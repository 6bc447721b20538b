"""Lines on a terminal: headings stand above something, and nothing is wider than the page."""

import io

from rich.console import Console

from autograder.reports.page import Page


def write(*steps: tuple[str, ...]) -> str:
    stream = io.StringIO()
    page = Page(Console(file=stream, width=80))
    for name, *arguments in steps:
        getattr(page, name)(*arguments)
    return stream.getvalue()


def test_a_heading_with_nothing_below_it_is_not_printed() -> None:
    said = write(("head", "01"), ("head", "02"), ("blank",), ("line", "ada moved"), ("head", "03"))

    assert said == "02\nada moved\n"


def test_a_blank_line_parts_what_stands_below_one_heading() -> None:
    assert write(("head", "01"), ("line", "a"), ("blank",), ("line", "b")) == "01\na\n\nb\n"


def test_a_long_line_goes_on_below_itself() -> None:
    stream = io.StringIO()
    Page(Console(file=stream, width=80)).line("word " * 30, indent="  ", hang=2)
    first, *others = stream.getvalue().splitlines()

    assert max(map(len, [first, *others])) <= 80
    assert all(line.startswith("    word") for line in others)
