"""A student's `pytest` from a cold start, against `python -c "import torch"`, in turns."""

import shutil
import sys
import tempfile
from pathlib import Path

from measure import ASSIGNMENT, ROOT, median, run

TURNS = 5


def main() -> None:
    """Print the medians and their difference."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / ASSIGNMENT
        shutil.copytree(ROOT / "assignments" / ASSIGNMENT, folder)
        shutil.copy(ROOT / "solutions" / ASSIGNMENT / "network.py", folder)
        checks, torch = [], []
        for _ in range(TURNS):
            checks.append(run([sys.executable, "-m", "pytest", "-p", "no:cacheprovider"], folder))
            torch.append(run([sys.executable, "-c", "import torch"], folder))
    print(f"pytest in {ASSIGNMENT}   {median(checks)}")
    print(f"import torch           {median(torch)}")
    print(f"the difference         {median(checks) - median(torch)}")


if __name__ == "__main__":
    main()
