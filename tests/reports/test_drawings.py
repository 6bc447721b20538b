"""Pictures of what probes saw: each kind as an SVG that follows the page's colours, and as a table."""

import re

import pytest
from axe_core_python.selenium import Axe

pytest.importorskip("matplotlib")

from autograder.reports.site.gallery import Gallery
from autograder.reports.site.render import Picture
from autograder.reports.site.student import Beside, format_student
from autograder.results.check import Check
from autograder.results.exercise import Exercise
from autograder.results.pictures import Curves, Drawn, Images, Matrix, Plane
from autograder.results.record import Record

GRID = [[-1.0, 0.0, 1.0], [0.0, 1.0, 2.0]]
DRAWINGS = {
    "curves": Curves({"yours": [3, 2, 9e8], "right": [3, 1]}, across="epoch", up="loss"),
    "path": Plane((-1, 1, -1, 1), paths={"yours": [[0, 0], [50, 1e9]]}, fields={"height": GRID}, levels=[0, 1, 99]),
    "points": Plane((-1, 1, -1, 1), points={"class <0>": [[0.5, 1]]}, fields={"yours": GRID}, levels=[0.5, 0.5]),
    "matrix": Matrix([[7, 0], [1, 5]], down="digit", across="answer"),
    "images": Images([[[0, 0.5], [1, 0]]], ("3, taken for $8",)),
    "nothing": Images([], ()),
}


@pytest.fixture(scope="module")
def gallery(tmp_path_factory) -> Gallery:
    return Gallery(tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module")
def pictures(gallery) -> dict[str, Picture]:
    return {name: gallery.show(Drawn("Net", f"{name} & <b>", False, one)) for name, one in DRAWINGS.items()}


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_kind_is_drawn_in_the_colours_of_the_page(pictures, name):
    svg = pictures[name].svg

    assert svg.startswith(f'<svg role="img" aria-label="{name} &amp; &lt;b&gt;"')
    assert not re.search(r"#0[1-4]0[1-4]0[1-4]|#ffffff| id=\"\w+_\d+\"", svg)


def test_what_is_drawn_stands_in_a_table(pictures):
    assert pictures["curves"].rows == (("1", "3", "3"), ("2", "2", "1"), ("3", "9e+08", ""))
    assert pictures["points"].heads == ("what", "number", "x", "y", "yours")
    assert pictures["points"].rows == (("class <0>", "0", "0.5", "1", "2"),)
    assert pictures["path"].rows[1] == ("yours", "1", "50", "1e+09", "")
    assert pictures["matrix"].rows == (("0", "7", "0"), ("1", "1", "5"))
    assert pictures["images"].rows == (("1", "3, taken for $8"),)


def test_equal_drawings_are_drawn_once(gallery, pictures):
    before = {path: path.stat().st_mtime_ns for path in gallery.folder.iterdir()}

    gallery.show(Drawn("Net", "curves & <b>", False, DRAWINGS["curves"]))

    assert {path: path.stat().st_mtime_ns for path in gallery.folder.iterdir()} == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_of_pictures_keeps_nobody_out(pictures, browser, tmp_path, scheme):
    exercise = Exercise("Net", None, (Check("a", "a", "passed", 5, 5, False),))
    record = Record("01_network", "ada", "ada.py", "f00d", {}, 0.1, None, (), (exercise,))
    page = tmp_path / "page.html"
    page.write_text(format_student(record, "Title", Beside(pictures={"Net": list(pictures.values())})))
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.get(page.as_uri())
    browser.execute_script("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert [one["id"] for one in Axe().run(browser)["violations"]] == []
