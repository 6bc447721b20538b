"""assemble gathers, fill_folder writes, compare tells what is stale."""

from pathlib import Path

import pytest

from autograder.author.build import assemble, compare, fill_folder
from autograder.course import Assignment
from autograder.errors import CourseError


@pytest.fixture
def solution(tmp_path: Path) -> Path:
    """Write the smallest solution folder."""
    folder = tmp_path / "solutions" / "01_tiny"
    folder.mkdir(parents=True)
    (folder / "tiny.py").write_text("def one():\n    return 1\n")
    (folder / "test_tiny.py").write_text("def test_one(): ...\n")
    (folder / "test_tiny_hidden.py").write_text("def test_secret(): ...\n")
    (folder / "tiny.slips.toml").write_text("[[slip]]\n")
    (folder / "tiny.hints.md").write_text("# Hints\n")
    (folder / "README.md").write_text("# Tiny\n")
    return folder


def test_an_assignment_is_its_public_files_and_nothing_else(solution: Path) -> None:
    """The hidden checks and the slips stay behind, and so does whatever else lies there."""
    (solution / "notes.txt").write_text("the answer is 1")

    files = assemble(Assignment(solution, "Tiny"), slip_data=b"{}")

    assert set(files) == {"tiny.py", "test_tiny.py", "tiny.hints.md", "README.md", "tiny.slips.json"}
    assert files["test_tiny.py"] == b"def test_one(): ...\n"
    assert b"TODO: one" in files["tiny.py"]


def test_checks_may_be_in_several_files(solution: Path) -> None:
    """Every part comes along, and no hidden one."""
    (solution / "test_tiny_training.py").write_text("def test_two(): ...\n")
    (solution / "test_tiny_training_hidden.py").write_text("def test_more(): ...\n")

    files = assemble(Assignment(solution, "Tiny"), slip_data=None)

    assert [name for name in files if "test_" in name] == ["test_tiny.py", "test_tiny_training.py"]


def test_pictures_come_along_if_the_readme_shows_them(solution: Path) -> None:
    """Markdown and HTML pictures; those on the web stay there."""
    (solution / "README.md").write_text('![net](net.svg "A net") <img width="9" src="b.png"> ![](https://a.b/c.png)\n')
    for name in ("net.svg", "b.png", "draft.svg"):
        (solution / name).write_bytes(b"picture")

    files = assemble(Assignment(solution, "Tiny"), slip_data=None)

    assert {name for name in files if files[name] == b"picture"} == {"net.svg", "b.png"}


@pytest.mark.parametrize(
    ("readme", "message"),
    [("![net](net.svg)", "net.svg is missing"), ("![net](../net.svg)", "put the picture beside the README")],
)
def test_a_picture_that_is_not_there_is_refused(solution: Path, readme: str, message: str) -> None:
    """A README with a hole in it should not reach students."""
    (solution / "README.md").write_text(readme)

    with pytest.raises(CourseError, match=message):
        assemble(Assignment(solution, "Tiny"), slip_data=None)


def test_a_missing_file_is_named(solution: Path) -> None:
    """One clear line instead of a traceback."""
    (solution / "tiny.hints.md").unlink()

    with pytest.raises(CourseError, match=r"01_tiny/tiny\.hints\.md is missing"):
        assemble(Assignment(solution, "Tiny"), slip_data=None)


@pytest.mark.parametrize("name", ["tiny.hints.md", "README.md", "test_tiny.py"])
def test_a_text_that_is_not_utf_8_is_named(solution: Path, name: str) -> None:
    """Students would find it full of question marks."""
    (solution / name).write_bytes("# Größe\n".encode("cp1252"))

    with pytest.raises(CourseError, match=rf"{name}, line 1: this is no UTF-8 text: save it as UTF-8"):
        assemble(Assignment(solution, "Tiny"), slip_data=None)


@pytest.mark.parametrize("source", ["def one(:\n", "print(1)\n"])
def test_a_solution_that_gives_no_stub_is_named(solution: Path, source: str) -> None:
    """The author learns which file to mend."""
    (solution / "tiny.py").write_text(source)

    with pytest.raises(CourseError, match=r"01_tiny/tiny\.py, line 1: "):
        assemble(Assignment(solution, "Tiny"), slip_data=None)


def test_what_was_just_written_is_up_to_date(tmp_path: Path) -> None:
    """build, then build --check."""
    fill_folder({"a.py": b"a", "b.md": b"b"}, tmp_path / "built")

    assert compare({"a.py": b"a", "b.md": b"b"}, tmp_path / "built") == []


def test_every_difference_is_one_line_with_the_remedy(tmp_path: Path) -> None:
    """CI shows these lines."""
    folder = tmp_path / "assignments" / "01_tiny"
    fill_folder({"a.py": b"old", "c.md": b"c"}, folder)

    differences = compare({"a.py": b"new", "b.md": b"b"}, folder)

    assert differences == [
        "assignments/01_tiny/a.py is stale: run autograder build",
        "assignments/01_tiny/b.md is missing: run autograder build",
        "assignments/01_tiny/c.md does not belong here: run autograder build",
    ]


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """Editors and `watch` look at modification times."""
    fill_folder({"a.py": b"a", "b.py": b"b"}, tmp_path)
    before = (tmp_path / "a.py").stat()

    fill_folder({"a.py": b"a", "b.py": b"B"}, tmp_path)

    assert (tmp_path / "a.py").stat() == before
    assert (tmp_path / "b.py").read_bytes() == b"B"


def test_a_file_of_an_earlier_build_is_removed_but_no_cache(tmp_path: Path) -> None:
    """A renamed check must not stay behind; running the checks leaves caches that are nobody's business."""
    cache = tmp_path / "__pycache__"
    fill_folder({"test_old.py": b""}, tmp_path)
    fill_folder({"old.pyc": b""}, cache)

    fill_folder({"test_new.py": b""}, tmp_path)

    assert sorted(tmp_path.iterdir()) == [cache, tmp_path / "test_new.py"]
    assert (cache / "old.pyc").exists()


def test_a_link_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    """Nothing outside of the built folder is ever written."""
    (tmp_path / "mine.py").write_bytes(b"mine")
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "a.py").symlink_to(tmp_path / "mine.py")

    fill_folder({"a.py": b"a"}, tmp_path / "built")

    assert (tmp_path / "mine.py").read_bytes() == b"mine"
    assert (tmp_path / "built" / "a.py").read_bytes() == b"a"


@pytest.mark.parametrize("written", [b'{"x": [1.0005, NaN]}', b'{"x":[0.9995,NaN]}'])
def test_observations_may_differ_in_their_last_digits(tmp_path: Path, written: bytes) -> None:
    """Processors round sums differently; that is no reason to build again."""
    (tmp_path / "a.slips.json").write_bytes(written)

    assert compare({"a.slips.json": b'{"x": [1.0, NaN]}'}, tmp_path) == []


@pytest.mark.parametrize(
    "written", [b'{"x": [1.01, 2]}', b'{"x": [1.0, 3]}', b'{"x": [1.0]}', b'{"y": [1.0, 2]}', b"{"]
)
def test_observations_that_say_something_else_are_stale(tmp_path: Path, written: bytes) -> None:
    """Another number, length or name is a change; so is a file that is no JSON."""
    (tmp_path / "a.slips.json").write_bytes(written)

    assert len(compare({"a.slips.json": b'{"x": [1.0, 2]}'}, tmp_path)) == 1


def test_what_a_wrong_program_computes_may_differ_altogether(tmp_path: Path) -> None:
    """It diverges, and each processor rounds on its own; of another program the table has another hash."""
    (tmp_path / "a.slips.json").write_bytes(b'{"programs": "a", "slips": [{"says": "x", "differs": {"x": [8.8]}}]}')

    assert compare({"a.slips.json": b'{"programs": "a", "slips": [{"says": "x", "differs": {}}]}'}, tmp_path) == []
    assert compare({"a.slips.json": b'{"programs": "b", "slips": [{"says": "x", "differs": {}}]}'}, tmp_path) != []


@pytest.mark.parametrize(("raised", "stale"), [("RuntimeError", 0), ("ValueError", 1)])
def test_another_version_may_count_more_in_the_text_of_an_exception(tmp_path: Path, raised: str, stale: int) -> None:
    """What is raised is the same."""
    (tmp_path / "a.slips.json").write_bytes(b'{"x": {"raised": "RuntimeError", "text": "3"}}')

    written = {"a.slips.json": f'{{"x": {{"raised": "{raised}", "text": "self must be a matrix"}}}}'.encode()}
    assert len(compare(written, tmp_path)) == stale
