"""How far do the reference answers of 09_open spread, over training seeds and over tests that secrets draw?

    python benchmarks/open_spread.py [RUNS]

The thresholds of `test_open_hidden.py` lie where no answer of known quality comes near: this prints by how many
standard deviations. Each run is graded as a submission is, by the median of three trainings on a test of 2000 images.
"""

import runpy
import statistics
import sys
import time
from pathlib import Path
from types import ModuleType

import torch

FOLDER = Path(__file__).parents[1] / "solutions" / "09_open"
PERCENTS = (30, 50, 60, 84, 87, 90)


def main(runs: int) -> None:
    """Print for each answer how its score spreads, and how far it stays from each threshold."""
    torch.set_num_threads(1)
    sys.path.insert(0, str(FOLDER))
    import test_open as checks  # type: ignore[import-not-found]  # of the assignment's folder

    x, y = checks.draw_images("train", 900, seed=1)
    # No secret of any course: whoever has one of these has none of those.
    tests = [draw_test(checks, number) for number in range(runs)]
    for path in (*sorted(FOLDER.glob("references/*.py")), FOLDER / "open.py"):
        answer = runpy.run_path(str(path))
        scores, seconds = [], []
        for seed in range(runs + 2):
            torch.manual_seed(seed)
            model = answer["make_model"]()
            started = time.process_time()
            answer["train"](model, x, y, seed)
            seconds.append(time.process_time() - started)
            model.eval()
            # A model is one of the three of at most three runs.
            own = range(max(0, seed - 2), min(runs, seed + 1))
            scores.append({run: count_right(model, *tests[run]) for run in own})
        medians = [statistics.median(scores[run + i][run] for i in range(3)) for run in range(runs)]
        describe(path.stem, medians, seconds)


def count_right(model: torch.nn.Module, images: torch.Tensor, labels: torch.Tensor) -> float:
    """Return the share of images that a model tells."""
    with torch.no_grad():
        return float((model(images).argmax(dim=1) == labels).double().mean())


def draw_test(checks: ModuleType, number: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the test that the secret of this number would draw."""
    halves = [checks.draw_images(part, 1000, 10_000 + 2 * number + i) for i, part in enumerate(("public", "final"))]
    images, labels = zip(*halves, strict=True)
    return torch.cat(images), torch.cat(labels)


def describe(name: str, medians: list[float], seconds: list[float]) -> None:
    """Print one answer's spread."""
    mean, spread = statistics.fmean(medians), statistics.stdev(medians)
    print(
        f"{name}: {len(medians)} runs, median of three seeds {mean:.1%} ± {spread:.1%} "
        f"(least {min(medians):.1%}, most {max(medians):.1%}); {statistics.median(seconds):.2f} s of a processor each"
    )
    for percent in PERCENTS:
        passed = sum(median >= percent / 100 for median in medians)
        away = abs(mean - percent / 100) / spread
        print(f"  {percent} %: {passed} of {len(medians)} reach it, {away:.1f} deviations away")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
