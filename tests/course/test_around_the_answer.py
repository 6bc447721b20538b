"""What stands around a right answer costs it nothing, on the grader's machine and on the student's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import need_course
from autograder.grading.judges import Judges
from autograder.submissions import Unit

HERE = Path(__file__).parent
ABOVE = """
get_ipython().run_line_magic("matplotlib", "inline")
import logging, os, subprocess, sys
import matplotlib.pyplot as plt
from tqdm.auto import tqdm
os.makedirs("checkpoints", exist_ok=True)
logging.basicConfig(filename="train.log")
subprocess.check_call([sys.executable, "-m", "pip", "install", "torchsummary"])
net = torch.nn.Linear(1, 1).to("cuda:0")
name = input("Who are you? ")
sys.exit(0)
"""
BELOW = """
model = Perceptron(2)
for epoch in tqdm(range(3)):
    train_step(model, torch.ones(4, 2), torch.ones(4, 1), torch.nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=1))
torch.save(model.state_dict(), f"checkpoints/{name}.pth")
plt.plot([1, 2]); plt.savefig("loss.png"); plt.show(); display(plt.gcf())
assert predict(model, torch.zeros(1, 2)).item() == 7, "does not work yet"
"""


@pytest.fixture(scope="module", params=["official", "unofficial"])
def judges(request: pytest.FixtureRequest) -> Iterator[Judges]:
    with Judges(
        need_course(HERE).get("05_perceptron"), official=request.param == "official", allow_weak=True
    ) as judges:
        yield judges


def test_a_training_script_around_a_right_answer_costs_nothing(judges: Judges) -> None:
    """its statements fail one by one, and each is told"""
    answer = (HERE / "right" / "05_perceptron" / "tutorial.py").read_text(encoding="utf-8")

    found = judges.examine([Unit("perceptron.py", f"import torch\n{ABOVE}{answer}{BELOW}")])

    assert {one.check.message for one in found.checks if one.check.status != "passed"} == set()
    assert len(found.notes) == 5
