"""Report as JUnit XML, which GitLab, Jenkins and others show: a suite for each record, a case for each check."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from autograder.reports.text import MESSAGE_LIMIT, clean, clean_line
from autograder.results import Check, Exercise, Record
from autograder.results.files import write_atomically


def write_junit(records: Sequence[Record], path: Path) -> None:
    """Write a report; of hidden checks it says what students may read."""
    root = ElementTree.Element("testsuites", name="autograder")
    for record in records:
        _add_suite(root, record)
    ElementTree.indent(root)
    write_atomically(path, ElementTree.tostring(root, "utf-8", xml_declaration=True))


def _add_suite(root: ElementTree.Element, record: Record) -> None:
    suite = ElementTree.SubElement(root, "testsuite", name=clean_line(f"{record.assignment} {record.student}"))
    for exercise in record.exercises if record.error is None else ():
        for check in exercise.checks:
            case = _add_case(suite, exercise.name, check.title, check.seconds)
            if check.status == "not_started":
                ElementTree.SubElement(case, "skipped", message="not started")
            elif check.status != "passed":
                failure = ElementTree.SubElement(case, "failure", message=_say(exercise, check), type=check.status)
                failure.text = clean(check.message, MESSAGE_LIMIT)
    if record.error is not None:
        case = _add_case(suite, record.assignment, "the submission can be graded", 0.0)
        ElementTree.SubElement(case, "error", message=clean_line(record.error), type="error")
    for kind, count in {
        "tests": "testcase",
        "failures": "*/failure",
        "errors": "*/error",
        "skipped": "*/skipped",
    }.items():
        suite.set(kind, str(len(suite.findall(count))))
    suite.set("time", f"{record.seconds:.3f}")


def _add_case(suite: ElementTree.Element, exercise: str, title: str, seconds: float) -> ElementTree.Element:
    return ElementTree.SubElement(
        suite, "testcase", classname=clean_line(exercise), name=clean_line(title), time=f"{seconds:.3f}"
    )


def _say(exercise: Exercise, check: Check) -> str:
    return clean_line(exercise.sentence or check.reason or check.status)
