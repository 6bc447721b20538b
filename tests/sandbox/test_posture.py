"""What holds a sandbox is known before torch is."""

from autograder.grading.judges import Judges
from autograder.sandbox.posture import find_posture


def test_a_server_without_libraries_finds_what_judges_find(judges: Judges) -> None:
    posture = find_posture()

    assert posture.describe() == judges.sandbox
    assert posture.weaknesses() == judges.weaknesses
