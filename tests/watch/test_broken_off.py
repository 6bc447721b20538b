"""A watch whose processes are killed from outside says so in a line and stays open."""

from collections.abc import Callable
from typing import Any


def test_a_watch_goes_on_after_its_processes_were_killed(start: Callable[..., Any]) -> None:
    watch = start()
    watch.read_until("All public checks pass")

    for process in watch.list_processes()[1:]:
        process.kill()
    watch.save(watch.right + "\n")
    said = watch.read_until("Save again")
    watch.save(watch.right + "\n\n")

    assert "! Nothing was checked: " in said
    assert "All public checks pass" in watch.read_until("All public checks pass")
