"""Start a program."""

import subprocess

ran = subprocess.run("echo gotcha > @WATCHED@/shell", shell=True, check=True)


def double(x):
    return 2 * x if ran.returncode == 0 else None
