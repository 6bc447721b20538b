"""Bring hooks and tests along, and something to do at the end."""

import atexit

import pytest

atexit.register(lambda: open("@WATCHED@/atexit", "w").close())
pytest_plugins = ["toy"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    report.outcome = "passed"
    return report


@pytest.fixture(autouse=True)
def doubled():
    return None


def test_doubles():
    assert True
