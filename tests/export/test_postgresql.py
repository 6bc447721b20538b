"""The same gradebook in PostgreSQL: Debian's server, started here."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graded_class import keep, make_record

pytest.importorskip("nbgrader", reason="nbgrader is not installed")
pytest.importorskip("psycopg", reason="psycopg is not installed")
FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
SERVER_USER = "postgres" if os.getuid() == 0 else None  # the server refuses to run as root


@pytest.fixture
def url() -> Iterator[str]:
    """Start a server that can be reached through a folder only; give the URL of its database."""
    if not FOUND:
        pytest.skip("Debian's PostgreSQL server is not installed")
    programs = FOUND[-1].parent
    # A socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if SERVER_USER:
        shutil.chown(folder, SERVER_USER)
    data = folder / "data"
    quick = ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]
    subprocess.run(
        [programs / "initdb", *quick, "-D", data], cwd=folder, check=True, capture_output=True, user=SERVER_USER
    )
    options = ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
    server = subprocess.Popen(
        [programs / "postgres", *options], cwd=folder, stderr=subprocess.DEVNULL, user=SERVER_USER
    )
    try:
        yield wait_for(f"postgresql+psycopg://postgres@/postgres?host={folder}")
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


def wait_for(url: str) -> str:
    """Return the URL as soon as the server answers."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import OperationalError

    engine = create_engine(url)
    for _ in range(300):
        try:
            engine.connect().close()
            break
        except OperationalError:
            time.sleep(0.1)
    engine.dispose()
    return url


def test_a_class_and_its_regrade_are_in_postgresql(export: Any, first: Path, url: str) -> None:
    """As in SQLite: points, and a person's score that stays."""
    from nbgrader.api import Gradebook

    assert export("nbgrader", first, "--db", url)[0] == 0
    with Gradebook(url) as gradebook:
        gradebook.find_grade("check-Net-features", "network", "01_network", "bob").manual_score = 7
        gradebook.db.commit()
    keep(first, make_record("bob"), make_record("cyd", passed=False))
    assert export("nbgrader", first, "--db", url)[0] == 0

    with Gradebook(url) as gradebook:
        scores = {each.student.id: each.score for each in gradebook.assignment_submissions("01_network")}
    assert scores == {"ada": 100, "bob": 37, "cyd": 30}


def test_one_student_that_the_database_refuses_leaves_the_others(export: Any, first: Path, url: str) -> None:
    """Each has a transaction; PostgreSQL takes names of up to 128 characters."""
    from nbgrader.api import Gradebook

    keep(first, make_record("aa" * 70))
    status, said = export("nbgrader", first, "--db", url)

    assert status == 1
    assert said.splitlines()[0] == "01_network: 2 students are in the gradebook"
    assert said.splitlines()[1].startswith("! not in the gradebook: aaaa")
    with Gradebook(url) as gradebook:
        assert [student.id for student in gradebook.students] == ["ada", "bob"]


def test_two_first_exports_at_once_both_arrive(first: Path, second: Path, url: str) -> None:
    """Each finds a database without tables, and makes them."""
    command = [sys.executable, "-m", "autograder", "export", "nbgrader", "--db", url]
    runs = [
        subprocess.Popen([*command, folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for folder in (first, second)
    ]
    said = [run.communicate()[0] for run in runs]

    assert [run.returncode for run in runs] == [0, 0], said
