"""Start a program."""

import subprocess

subprocess.run("echo gotcha > @WATCHED@/shell", shell=True, check=True)


def double(x):
    return 2 * x
