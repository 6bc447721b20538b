"""Compare 1,000 answers of 120 lines with each other, among them copies in disguise."""

import random
import resource
import tempfile
import time
from pathlib import Path

from autograder.cohort.similar.pairs import compare
from autograder.cohort.similar.shapes import read_shape

FILES, COPIES = 1000, 20
OPERATORS = ("+", "-", "*", "/", "@", "//", "**")
CALLS = ("relu", "sum", "mean", "clamp", "exp", "abs", "tanh", "view", "flatten", "float")


def write(seed: int, names: str = "abcdefgh") -> str:
    """Return a file of 120 lines that nobody else would write, the same for the same seed but for its names."""
    draw = random.Random(seed)
    lines = []
    for number in range(12):
        lines.append(f"def {names[0]}{number}({', '.join(names)}):")
        for _ in range(8):
            one, two, three = (names[draw.randrange(8)] for _ in range(3))
            lines.append(
                draw.choice(
                    (
                        f"    {one} = {two} {draw.choice(OPERATORS)} {three}.{draw.choice(CALLS)}()",
                        f"    {one} = [{two} {draw.choice(OPERATORS)} {number} for {two} in {three}]",
                        f"    {one} = {two}.{draw.choice(CALLS)}() if {three} > {number} else {one}",
                        f"    {one}[{two}] = {three}.{draw.choice(CALLS)}(dim={number}) {draw.choice(OPERATORS)} {two}",
                    )
                )
            )
        lines.append(f"    return {names[draw.randrange(8)]}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(FILES):
            is_copy = number >= FILES - COPIES
            text = write(number - FILES + COPIES, "stuvwxyz") if is_copy else write(number)
            (folder / f"{number:04}.py").write_text(text)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        wall, cpu = time.perf_counter(), time.process_time()
        shapes = [read_shape([path.read_text()]) for path in sorted(folder.iterdir())]
        found = compare(shapes, read_shape([""]))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    copies = sum(pair.other - pair.one == FILES - COPIES for pair in found.pairs)
    print(f"{FILES} files of {len(text.splitlines())} lines: {wall:.1f} s wall, {cpu:.1f} s CPU")
    print(f"{most / 1024:.0f} MB at most, {(most - before) / 1024:.0f} MB of them for the comparison")
    print(f"{copies} of {COPIES} renamed copies found, {len(found.pairs) - copies} other pairs named")


if __name__ == "__main__":
    main()
