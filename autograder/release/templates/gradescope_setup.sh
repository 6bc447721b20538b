#!/usr/bin/env bash
# Prepare Gradescope's image, once: a Python that is new enough, and what grading was proven with.
set -euo pipefail
root=${AUTOGRADER_ROOT:-/autograder}

apt-get update
for version in 3.13 3.12 3.11; do
  if apt-cache show "python$version-venv" > /dev/null 2>&1; then
    break
  fi
done
apt-get install --yes "python$version" "python$version-venv"
"python$version" -m venv "$root/venv"

cd "$root/source"
"$root/venv/bin/python" -m pip install --no-cache-dir --requirement requirements.txt

# Hidden checks are for the grader's eyes only.
chmod -R go= "$root/source"
