"""Records to report on, and consoles to report to."""

import io
from collections.abc import Callable

import pytest
from made_records import RECORDS
from rich.console import Console

from autograder.results import Record


@pytest.fixture(params=RECORDS)
def situation(request: pytest.FixtureRequest) -> tuple[str, Record]:
    """Give a situation's name and its record, one after the other."""
    return request.param, RECORDS[request.param]


@pytest.fixture
def records() -> dict[str, Record]:
    """Give all situations."""
    return RECORDS


@pytest.fixture
def show() -> Callable[..., str]:
    """Call a renderer with a console of some width and encoding, and give what it printed."""

    def call(
        render: Callable[..., None], *args: object, width: int = 80, encoding: str = "utf-8", **options: object
    ) -> str:
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
        render(*args, console=Console(file=stream, width=width), **options)
        stream.flush()
        return stream.buffer.getvalue().decode(encoding)

    return call
