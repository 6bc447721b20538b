"""Read the moment that nbgrader notes beside a submission, in whichever time zone it was told to write."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

STAMP = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d|[A-Za-z]\S*)?")

# As mail has them (RFC 5322, 4.3); elsewhere in the world some mean something else.
MAIL = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}


def read_timestamp(text: str) -> datetime:
    """Return the moment of "2026-01-15 12:00:00.000000 CET"; raise ValueError where it cannot be told.

    A zone is an offset, a name such as Europe/Berlin, or an abbreviation that means one offset at that time in all
    zones that have it. Without one the time is in UTC, as nbgrader takes it.
    """
    found = STAMP.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text.strip()[:60]!r} is no date and time")
    moment = datetime.fromisoformat(found[1])
    return moment.replace(tzinfo=_find_zone(found[2] or "UTC", moment))


def _find_zone(name: str, moment: datetime) -> tzinfo:
    if name[0] in "+-":
        return datetime.strptime(name.replace(":", "").ljust(5, "0"), "%z").tzinfo or UTC
    if name in MAIL:
        return timezone(timedelta(hours=MAIL[name]))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        offsets = _list_offsets(name, moment)
    if len(offsets) != 1:
        raise ValueError(f"{name!r} is {'more than one time zone' if offsets else 'no time zone that is known'}")
    return timezone(offsets.pop())


def _list_offsets(abbreviation: str, moment: datetime) -> set[timedelta]:
    local = [moment.replace(tzinfo=zone) for zone in _load_zones()]
    return {each.utcoffset() or timedelta() for each in local if each.tzname() == abbreviation}


@lru_cache
def _load_zones() -> tuple[ZoneInfo, ...]:
    return tuple(map(ZoneInfo, sorted(available_timezones())))
