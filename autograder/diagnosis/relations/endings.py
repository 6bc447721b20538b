"""Exceptions where none is asked for, none where one is, and another one."""

from autograder.diagnosis.case import Case


def relate_endings(case: Case) -> str | None:
    """Return what can be said of how the wrong observations ended, if it is the same for all of them.

    The kind of an exception is shown for hidden checks, too: nothing here tells more.
    """
    endings = {_compare(case.view(key), case.expected(key)) for key in case.wrong}
    if len(endings) != 1:
        return None
    (text,) = endings
    only = text is not None and all(case.wrong & set(one.looks) for one in case.failed)
    return text and (f"{text} All else that was looked at is right." if only else text)


def _compare(seen: dict[str, object], right: dict[str, object]) -> str | None:
    asked, raised = right.get("raised"), seen.get("raised")
    if asked and raised:
        return f"Another exception than {asked} is raised: {raised}." if asked != raised else None
    if asked and "saw" in seen:
        return f"What should be refused is not: no {asked} is raised."
    # An own `raise` has no text in a view (see examination/views.py).
    if raised == "ValueError" and seen.get("text") == "" and "saw" in right:
        return "ValueError is raised for input that should be taken."
    return None
