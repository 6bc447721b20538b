"""The pages of a class: plain HTML that opens from a disk, and hides from students what is hidden."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from axe_core_python.selenium import Axe
from selenium.webdriver import ActionChains, Keys

pytest.importorskip("scipy")

from autograder.cohort.report import report
from autograder.cohort.similar.pairs import compare
from autograder.cohort.similar.report import Answer, Similar, write_page
from autograder.cohort.similar.shapes import read_shape
from autograder.reports.site.build import ClassPages
from autograder.reports.site.groups import Groups
from autograder.reports.site.student import Beside, format_student
from autograder.results import Store
from autograder.results.check import Check
from autograder.results.exercise import Exercise, Manual
from autograder.results.files import write_atomically
from autograder.results.history import Entry
from autograder.results.record import Record

EVIL = "<script>alert(1)</script>"
PAGES = ("index.html", "wrong.html", "course/index.html", "similar.html")


def check(id: str, *, seen: str = "", hidden: bool = False, message: str = "") -> Check:
    status = "failed" if seen else "passed"
    return Check(id, f"{id} holds", status, 0 if seen else 5, 5, hidden, message, seen=seen)


def record(student: str, *checks: Check, says: str | None = None, manual: Manual | None = None) -> Record:
    exercise = Exercise("Net", says, checks, manual=manual)
    return Record("01_network", student, "x/ada.py", "f00d", {}, 0.1, None, (), (exercise,))


def in_full(record: Record) -> Record:
    return record


CLASS = [
    record("ada", check("a"), check("b")),
    record("bob", check("a", seen="77"), check("b"), says="You counted the batch."),
    record("cyd", check("a", seen="77"), check("b")),
    record(EVIL, check("a", seen="77"), check("b", seen="78", hidden=True, message=f"yours  {EVIL}")),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    revealed = {"b": "expected  41421"}
    find = lambda student: Beside(units=[("net.py", "import torch\n")], revealed=revealed)  # noqa: E731
    ClassPages(CLASS, "Define the network", in_full, find).write(folder)
    write_atomically(folder / "alone.html", format_student(CLASS[1], "Define the network", Beside()))
    for out in (folder / "out" / "01", folder / "out" / "02"):
        Store(out / "results").write(replace(CLASS[1], assignment=out.name))
    report([folder / "out" / "01", folder / "out" / "02"], folder / "course", lambda name: f"Assignment {name}")
    code = "\n".join(f"def f{n}(x):\n    return [x * {n} + each / {n + 1} for each in range(x)]\n" for n in range(9))
    texts = {"ada": code, "bob": code, "cyd": "x = 1\n"}
    answers = [Answer(name, CLASS[0], [("net.py", text)], read_shape([text])) for name, text in texts.items()]
    found = compare([answer.shape for answer in answers], read_shape([]))
    write_page(Similar(answers, found, {}), folder / "similar.html")
    return folder


@pytest.fixture(scope="module")
def pages(folder) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.html")}


def test_answers_that_saw_the_same_are_one_group() -> None:
    groups = Groups(CLASS).list()

    assert [(group.students, group.says) for group in groups] == [
        (("bob", "cyd"), "You counted the batch."),
        ((EVIL,), None),
    ]


def test_there_is_an_overview_a_page_of_mistakes_and_one_for_each_student(pages) -> None:
    assert {"index.html", "wrong.html", "students/ada.html", "students/bob.html"} < pages.keys()
    assert len([name for name in pages if not name.startswith("course/")]) == 8


def test_nothing_is_fetched_from_anywhere(pages) -> None:
    for text in pages.values():
        assert not re.search(r"(src=|@import|url\((?!#)|<link|<script)", text)
        assert all("://" not in target for target in re.findall(r'href="([^"]*)"', text))


def test_links_lead_to_pages_that_are_there(pages) -> None:
    targets = re.findall(r'href="([^"#]+)"', pages["index.html"] + pages["wrong.html"])

    assert {target.replace("%25", "%") for target in targets} <= pages.keys()


def test_what_a_student_chose_is_never_markup(pages) -> None:
    assert all(EVIL not in text for text in pages.values())
    assert "&lt;script&gt;" in pages["index.html"]


def test_a_picture_has_its_numbers_as_a_table(pages) -> None:
    assert "How 4 students' points are distributed" in pages["index.html"]
    assert "<td>0 to 1</td>" in pages["index.html"]


def test_what_nobody_fails_is_pointed_out_and_nothing_else(pages, tmp_path) -> None:
    said = ClassPages(CLASS[:2], "Define the network", in_full, lambda student: Beside()).write(tmp_path).read_text()

    assert "<li>Net, b holds: nobody fails it</li>" in said
    assert "nobody fails it" not in pages["index.html"]


def test_instructors_see_what_a_hidden_check_expected_and_students_do_not(pages) -> None:
    alone = format_student(CLASS[3], "Define the network", Beside())

    assert any("41421" in text for name, text in pages.items() if name.startswith("students/%"))
    assert "41421" not in alone


def test_a_persons_words_and_earlier_results_are_shown() -> None:
    one = record("ada", check("a", seen="77"), check("b"), manual=Manual(9, "Well tried."))
    before = [Entry(f"2026-11-2{day}", 5, 5, 10, "f00d", None, {"checks": "abc"}, {}, None) for day in (3, 4)]

    page = format_student(one, "Define the network", Beside(history=before))

    assert "Well tried." in page
    assert "2026-11-23" in page


def test_what_stands_between_backticks_is_code_and_still_no_markup() -> None:
    one = record("ada", check("a", seen="77"), says=f"`{EVIL}` is no name; `x` is.")

    page = format_student(one, "Define the network", Beside())

    assert "<code>&lt;script&gt;alert(1)&lt;/script&gt;</code> is no name; <code>x</code> is." in page


def test_a_moment_is_told_as_people_write_it() -> None:
    one = replace(record("ada", check("a")), submitted="2026-11-21T00:00:00+00:00")

    assert "handed in 2026-11-21 00:00 UTC<" in format_student(one, "Define the network", Beside())


@pytest.mark.parametrize("text", ["def f(:", "def changed(:"])
def test_an_answer_that_could_not_be_graded_is_shown_as_it_was_handed_in(tmp_path, text) -> None:
    (tmp_path / "dan.py").write_text(text)
    sha256 = hashlib.sha256(b"def f(:").hexdigest()
    path = tmp_path / "dan.py"
    broken = Record("01_network", "dan", str(path), sha256, {}, 0.1, "dan.py is broken", (), ())
    Store(tmp_path / "out/results").write(broken)
    report([tmp_path / "out"], tmp_path / "site", lambda name: name)

    assert ("def f(:" in (tmp_path / "site/students/dan.html").read_text()) == (text == "def f(:")


def test_the_same_class_gives_the_same_pages(pages, tmp_path) -> None:
    ClassPages(CLASS, "Define the network", in_full, lambda student: Beside()).write(tmp_path)

    assert (tmp_path / "index.html").read_text() == pages["index.html"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", [*PAGES, "students/bob.html", "alone.html"])
def test_nobody_is_kept_out_by_a_page(folder, browser, page, scheme) -> None:
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.get((folder / page).as_uri())

    assert [one["id"] for one in Axe().run(browser)["violations"]] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_keyboard_alone_reaches_everything_that_can_be_opened(folder, browser, page) -> None:
    browser.get((folder / page).as_uri())
    browser.execute_script("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    goals = "a[href], summary, [tabindex='0']"
    wanted = browser.execute_script(f'return [...document.querySelectorAll("{goals}")].map(one => one.outerHTML)')
    reached = []
    for _ in wanted:
        ActionChains(browser).send_keys(Keys.TAB).perform()
        reached.append(browser.switch_to.active_element.get_attribute("outerHTML"))

    assert reached == wanted


def test_enter_opens_what_the_keyboard_has_reached(folder, browser) -> None:
    browser.get((folder / "index.html").as_uri())
    fold = browser.find_element("tag name", "summary")
    fold.send_keys(Keys.ENTER)
    is_open = browser.execute_script("return arguments[0].parentElement.open", fold)
    browser.find_element("css selector", "main a[href*='students/']").send_keys(Keys.ENTER)

    assert is_open
    assert "/students/" in browser.current_url


@pytest.mark.parametrize("page", [*PAGES, "students/bob.html"])
def test_no_page_is_wider_than_a_phone(folder, browser, page) -> None:
    screen = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.get((folder / page).as_uri())

    assert browser.execute_script("return document.documentElement.scrollWidth") == 390


def test_the_code_of_an_example_keeps_its_lines(tmp_path) -> None:
    exercise = Exercise("Net", "Skip it.", (check("a", seen="77"),), says_line=2)
    bob = Record("01_network", "bob", "x/bob.py", "f00d", {}, 0.1, None, (), (exercise,))
    ClassPages(
        [bob], "Define the network", in_full, lambda _: Beside(units=[("net.py", "one = 1\ntwo = 2\nthree = 3\n")])
    ).write(tmp_path)

    assert "1  one = 1\n<mark>2  two = 2</mark>\n3  three = 3\n" in (tmp_path / "wrong.html").read_text()
