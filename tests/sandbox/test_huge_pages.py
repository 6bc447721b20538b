"""Memory in huge pages is as it was, and forked at once."""

import subprocess
import sys

import pytest

PROGRAM = """
from autograder.sandbox.huge_pages import use_huge_pages
kept = [bytes([number % 251]) * 1000 for number in range(20_000)]
use_huge_pages()
huge = next(line for line in open("/proc/self/smaps_rollup") if line.startswith("AnonHugePages"))
print(huge.split()[1], all(each == bytes([number % 251]) * 1000 for number, each in enumerate(kept)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such call")
def test_memory_is_gathered_and_holds_what_it_held():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)

    kilobytes, is_whole = done.stdout.split()
    if kilobytes == "0":
        pytest.skip("this kernel gathers none")

    assert (int(kilobytes) >= 10_000, is_whole) == (True, "True")
