#!/usr/bin/env bash
# Grade $root/submission and write $root/results/results.json.
set -euo pipefail
root=${AUTOGRADER_ROOT:-/autograder}

# -I: no file of the student's can pass for a module.
exec "$root/venv/bin/python" -I -m autograder.cli.gradescope "$root" # options
