"""Write docs/first-assignment.md: a student's way through 01_network, from a clone to all checks green, really run."""

import difflib
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "first-assignment.md"
STARTER = "network-starter"
OPENING = """# A student's way through 01_network

What a terminal of 80 columns shows, after `git clone` of the repository that `autograder release 01_network` made and
`python -m pip install -r requirements.txt`. Between two runs stands what the student changed in `network.py`.
`tools/write_transcript.py` runs all of it and writes this page.
"""


@dataclass(frozen=True)
class Step:
    """What a student does: pieces of their file, each written in place of another, and then commands."""

    title: str
    edits: tuple[tuple[str, str], ...]
    commands: tuple[str, ...]


LAYERS = """super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)"""
FORWARD = """x = torch.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = torch.max_pool2d(torch.relu(self.conv2(x)), 2)
        x = x.flatten(1)
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return self.fc3(x)"""
SIDE = """side = ((32 - kernel_size + 1) // 2 - kernel_size + 1) // 2
        self.fc1 = nn.Linear(16 * side * side, 120)"""
ADDED = """features = 0
        for size in x.shape[1:]:
            features += size
        return features"""
COUNTED = """total = 0
    for p in model.parameters():
        total += p.numel()
    return total"""
SHAPES = """shapes = {}
    for name, p in model.named_parameters():
        shapes[name] = tuple(p.shape)
    return shapes"""
REFUSED = """if image.dim() != 3:
        raise ValueError("an image has three dimensions")
    return image.unsqueeze(0)"""


def todo(name: str) -> str:
    """Return the line that stands where an answer belongs."""
    return f'raise NotImplementedError("TODO: {name}")'


STEPS = [
    Step("Nothing is written yet", (), ("pytest",)),
    Step(
        "A network for 5×5 kernels, whatever kernel_size says",
        ((todo("Net.__init__"), LAYERS), (todo("Net.forward"), FORWARD)),
        ("pytest", "autograder hint Net"),
    ),
    Step(
        "The network is right; the sizes are added where they should be multiplied",
        (("self.fc1 = nn.Linear(16 * 5 * 5, 120)", SIDE), (todo("Net.num_flat_features"), ADDED)),
        ("pytest",),
    ),
    Step(
        "They are multiplied now; the next exercise refuses nothing",
        (
            ("features = 0", "features = 1"),
            ("features += size", "features *= size"),
            (todo("add_batch_dimension"), "return image.unsqueeze(0)"),
        ),
        ("pytest", "autograder hint add_batch_dimension"),
    ),
    Step(
        "It refuses what is no image; frozen parameters are counted, too",
        (("return image.unsqueeze(0)", REFUSED), (todo("count_parameters"), COUNTED)),
        ("pytest",),
    ),
    Step(
        "Everything is right",
        (
            ("total += p.numel()", "total += p.numel() if p.requires_grad else 0"),
            (todo("parameter_shapes"), SHAPES),
        ),
        ("pytest",),
    ),
]


def main() -> None:
    """Release, clone, take every step, and write down what was printed."""
    with tempfile.TemporaryDirectory() as name:
        starter, clone = Path(name, STARTER), Path(name, "network-ada")
        run(f"autograder release 01_network --to {starter}", ROOT)
        run(f"git clone --quiet {starter} {clone}", ROOT)
        folder = clone / "assignments" / "01_network"
        parts = [OPENING, *(part for step in STEPS for part in take(step, folder))]
    TARGET.write_text("\n".join(parts), encoding="utf-8")


def take(step: Step, folder: Path) -> list[str]:
    """Make a step's edits and run its commands; return the parts of the page."""
    file = folder / "network.py"
    before = source = file.read_text(encoding="utf-8")
    for old, new in step.edits:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    file.write_text(source, encoding="utf-8")
    lines = difflib.unified_diff(before.split("\n"), source.split("\n"), n=0, lineterm="")
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    parts = [f"## {step.title}\n"]
    if changed:
        parts.append("\n".join(["```diff", *changed, "```\n"]))
    return parts + [f"```\n$ {command}\n{run(command, folder).rstrip()}\n```\n" for command in step.commands]


def run(command: str, folder: Path) -> str:
    """Return what a command prints on a plain terminal of 80 columns."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"}
    done = subprocess.run(command.split(), cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


if __name__ == "__main__":
    main()
