"""The images of the open task are the same for students and for the checks that they receive."""

import runpy
import sys
from pathlib import Path

import pytest
import torch

FOLDER = Path(__file__).parents[2] / "assignments" / "09_open"


@pytest.mark.parametrize(("part", "count", "seed"), [("train", 900, 1), ("validation", 500, 2)])
def test_what_is_given_loads_what_is_checked_with(part, count, seed, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(FOLDER), *sys.path])
    load_images, draw_images = (
        runpy.run_path(str(FOLDER / file))[name]
        for file, name in (("open.py", "load_images"), ("test_open.py", "draw_images"))
    )

    x, y = load_images(part)
    images, labels = draw_images(part, count, seed)

    assert torch.equal(x, images)
    assert torch.equal(y, labels)
    assert (y.diff() >= 0).all()
