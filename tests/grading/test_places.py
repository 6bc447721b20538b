"""What lies in folders above the checks is not part of them."""

from autograder.grading.judges import Judges
from autograder.submissions import Unit

CHECK = '''
from autograder.checks import exercise, points, probe
@exercise("double")
class TestDouble:
    @probe
    def seen(student) -> int: return student.double(4)
    @points(60)
    def test_it(self, seen):
        """is doubled"""
        assert seen == 8
'''
TRAP = "raise SystemExit('a stranger ran')"


def test_nothing_above_the_checks_is_run(toy, tmp_path):
    """Such as what another user left in the folder for temporary files."""
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    for place in (tmp_path, tmp_path / "a"):
        for name in ("conftest.py", "sitecustomize.py", "usercustomize.py", "torch.py"):
            (place / name).write_text(TRAP)
        (place / "pytest.ini").write_text("[pytest]\naddopts = -p stranger\n")
        (place / "stranger.pth").write_text(f"import sys; {TRAP}\n")
    (folder / "test_below.py").write_text(CHECK)

    with Judges(toy, official=False, checks=[folder / "test_below.py"]) as judges:
        found = judges.examine([Unit("toy.py", "def double(x): return 2 * x")])

    assert [one.check.score for one in found.checks] == [60]
