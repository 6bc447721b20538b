"""formgrader, in a real browser, shows what was graded: the assignment, the submission, the score, the comment."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

SENTENCE = "double: You squared x. Twice x is x + x."


@pytest.fixture(scope="module")
def formgrader(graded: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the class, and give the address of its formgrader."""
    port = _find_port()
    home = tmp_path_factory.mktemp("home")
    with open(home / "log", "w") as log:
        options = {"port": port, "IdentityProvider.token": "", "ServerApp.root_dir": graded.folder}
        given = [f"--{name}={value}" for name, value in options.items()]
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", *given],
            cwd=graded.folder,
            env=os.environ | {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home), "JUPYTER_RUNTIME_DIR": str(home)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _await_answer(f"http://127.0.0.1:{port}/api", home / "log")
        yield f"http://127.0.0.1:{port}/formgrader"
    finally:
        server.terminate()
        server.wait()


def read_page(browser: Any, address: str, wanted: str) -> str:
    """Return a page's text as soon as it says what is wanted; formgrader fills its tables after loading."""
    browser.get(address)
    deadline = time.monotonic() + 30
    while wanted not in (text := browser.find_element("tag name", "body").text) and time.monotonic() < deadline:
        time.sleep(0.1)
    return str(text)


def test_the_assignment_is_there(formgrader: str, browser: Any, graded: Any) -> None:
    """With the number of its submissions."""
    row = next(line for line in read_page(browser, formgrader, "01_toy").splitlines() if line.startswith("01_toy"))

    assert row.split()[-1] == str(len(graded.read_scores()))


def test_submissions_and_scores_are_there(formgrader: str, browser: Any, graded: Any) -> None:
    """As the gradebook has them."""
    text = read_page(browser, f"{formgrader}/gradebook/01_toy/toy", "Submission #7")
    scores = [float(line.split()[2]) for line in text.splitlines() if line.startswith("Submission #")]

    assert sorted(scores) == sorted(graded.read_scores().values())


def test_a_submission_shows_its_score_report_and_comment(formgrader: str, browser: Any, graded: Any) -> None:
    """A person can grade on from there."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{graded.folder / 'gradebook.db'}") as gradebook:
        number = gradebook.find_submission_notebook("toy", "01_toy", "slip").id
    text = read_page(browser, f"{formgrader}/submissions/{number}", "You squared x.")
    fields = browser.find_elements("css selector", "input.score")
    comments = browser.find_elements("css selector", "textarea.comment")

    assert "every number is doubled" in text
    assert {field.get_attribute("placeholder") for field in fields} == {"0"}
    assert SENTENCE in {comment.get_attribute("placeholder") or comment.get_attribute("value") for comment in comments}


def _find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _await_answer(address: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(address) as answer:
                json.load(answer)
                return
        except URLError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())
