"""nbgrader's note of when something was handed in is read in the zones that nbgrader writes."""

from datetime import UTC

import pytest

from autograder.submissions.timestamps import read_timestamp

WINTER, SUMMER = "2026-01-17 12:00:00.000000 ", "2026-07-17 12:00:00 "
TIMES = {
    WINTER + "UTC": 12,
    WINTER: 12,
    WINTER + "CET": 11,
    WINTER + "EST": 17,
    WINTER + "PST": 20,
    WINTER + "Europe/Berlin": 11,
    WINTER + "JST": 3,
    WINTER + "+0300": 9,
    SUMMER + "CEST": 10,
    SUMMER + "America/New_York": 16,
    SUMMER + "+02:00": 10,
}


@pytest.mark.parametrize("text", TIMES)
def test_a_zone_is_an_offset_a_place_or_an_abbreviation(text: str) -> None:
    assert read_timestamp(text).astimezone(UTC).hour == TIMES[text]


@pytest.mark.parametrize(
    "text", ["yesterday", WINTER + "IST", WINTER + "XYZ", WINTER + "../etc", "2026-13-01 12:00:00"]
)
def test_what_could_be_several_moments_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        read_timestamp(text)
