"""A toy course for the engine's own tests, and judges that grade it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Assignment, read_course
from autograder.grading.judges import Judges
from autograder.submissions import Unit

pytest_plugins = ["pytester"]

TOY = Path(__file__).parent / "toy"

# Their checks are for judges, not for the pytest that runs this suite.
collect_ignore = ["toy", "small/course"]


@pytest.fixture(scope="session")
def toy() -> Assignment:
    """Give the toy assignment."""
    return read_course(TOY).get("01_toy")


@pytest.fixture(scope="session")
def judges(toy: Assignment) -> Iterator[Judges]:
    """Give one judge of the toy assignment, started once for all tests."""
    with Judges(toy) as judges:
        yield judges


@pytest.fixture(scope="session")
def solution(toy: Assignment) -> Unit:
    """Give the toy assignment's solution as a submission's unit."""
    return Unit("toy.py", toy.path(".py").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start a browser without a window, once for all tests; without one on this machine, skip them."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("chromium or chromedriver is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(argument)
    browser = webdriver.Chrome(options, webdriver.ChromeService(driver))
    yield browser
    browser.quit()
