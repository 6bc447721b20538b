"""Grade an assignment on Classroom 50: install what lies beside this file, then run `autograder ci`."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

bundle = Path(os.environ.get("CLASSROOM50_BUNDLE_DIR") or Path(__file__).resolve().parent)
# An environment of our own: the runner's Python may refuse to install into itself.
with tempfile.TemporaryDirectory(prefix="autograder-") as place:
    venv.create(place, with_pip=True)
    python = str(Path(place, "bin", "python"))
    # -I: neither this file nor one of the student's can pass for a module.
    install = [python, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]
    if subprocess.run([*install, "requirements.txt"], cwd=bundle).returncode:
        sys.exit(
            "The installation failed. If torch was not found, download.pytorch.org could not be reached: try again."
        )
    graded = subprocess.run([python, "-I", "-m", "autograder", "ci"])
# Classroom 50 reads the points from result.json; a status other than 0 means to it that there are none.
sys.exit(0 if graded.returncode == 1 else graded.returncode)
