"""What surrounds a student's code: an ordinary laptop without a GPU, a network, a display or somebody who watches."""

import pytest

from autograder.sandbox.session import SubmissionSandbox

# Each runs to its end, and leaves `found`.
FILES = {
    "workers": """
import torch
from torch.utils.data import DataLoader, TensorDataset
data = TensorDataset(torch.arange(4))
loader = DataLoader(data, 2, True, num_workers=2, persistent_workers=True, prefetch_factor=2, pin_memory=False)
found = sum(int(x.sum()) for x, in loader) == 6 and loader.num_workers == 0
""",
    "progress bars": """
import tqdm, tqdm.auto
from tqdm import trange
from tqdm.notebook import tqdm as bar
from rich.progress import track
from fastprogress import master_bar, progress_bar
with bar(total=2, desc="x") as shown:
    shown.update(2); shown.set_postfix(loss=1)
epochs = master_bar(range(2))
steps = [x for _ in epochs for x in progress_bar([1, 2], parent=epochs)]
epochs.main_bar.comment = "done"
lists = [list(trange(2)), list(tqdm.tqdm([0, 1])), list(tqdm.auto.tqdm(range(2))), list(track(range(2)))]
tqdm.tqdm.write("said")
found = lists == [[0, 1]] * 4 and steps == [1, 2, 1, 2] and len(bar([1, 2])) == 2 and shown.n == 2
""",
    "compiler": """
import torch
@torch.compile
def f(x): return x + 1
@torch.compile(mode="max-autotune")
def g(x): return x + 1
net = torch.compile(torch.nn.Linear(1, 1))
net.compile()
found = f(1) == g(1) == 2 and list(net.state_dict()) == ["weight", "bias"]
""",
    "pictures": """
import matplotlib
matplotlib.use("TkAgg")
import matplotlib.pyplot as plt, seaborn as sns
from mpl_toolkits.mplot3d import Axes3D
fig, axes = plt.subplots(2, 3, figsize=(8, 4))
for ax in axes.flat: ax.imshow([[1]], cmap=plt.cm.gray); ax.set_title("x")
line, = axes[0, 1].plot([1, 2], label="loss")
n, bins, patches = plt.hist([1, 2])
fig, ax = plt.subplots()
ax.set_ylim(0, ax.get_ylim()[1] * 1.1)
sns.heatmap([[1]]); plt.savefig("loss.png"); plt.show()
class Curve(plt.Line2D):
    def __init__(self, name): super().__init__([0], [0], label=name); self.name = name
import pandas
pandas.DataFrame({"loss": [2.0, 1.0]}).plot(title="x").set_xlabel("epoch")
found = axes.shape == (2, 3) and Curve("loss").name == "loss"
""",
    "notebooks": """
get_ipython().run_line_magic("matplotlib", "inline")
from IPython.display import HTML, clear_output, display
from IPython import get_ipython as ours
import ipywidgets as widgets
display(HTML("<b>x</b>")); clear_output(wait=True)
found = "google.colab" not in str(get_ipython()) and "IPKernelApp" not in ours().config
""",
    "logs": """
import torch
from torch.utils.tensorboard import SummaryWriter
import wandb
from torchsummary import summary
writer = SummaryWriter("runs/one"); writer.add_scalar("loss", 0.5, 1); writer.close()
wandb.init(project="x").log({"loss": 1})
summary(torch.nn.Linear(1, 1), (1,))
found = True
""",
    "no GPU": """
import torch
device = torch.device("cuda:0" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu")
try: torch.ones(1).to("cuda:0")
except (AssertionError, RuntimeError): found = device.type == "cpu"
""",
    "no terminal": """
import getpass
try: input("How many epochs? ")
except EOFError: found = bool(getpass.getuser())
""",
    "no network": """
import os, subprocess, sys, urllib.error
from urllib.request import urlretrieve
try: urlretrieve("http://example.org/data.csv", "data.csv")
except urllib.error.URLError: offline = True
try: subprocess.check_call([sys.executable, "-m", "pip", "install", "torchsummary"])
except subprocess.CalledProcessError: failed = True
ran = subprocess.run("pip install x", shell=True, capture_output=True, text=True)
found = offline and failed and ran.returncode == 1 and ran.stdout == "" and os.system("pip install x") != 0
""",
}
EVERYTHING = "\n".join(f"{source}seen['{name}'] = found\nfound = None\n" for name, source in FILES.items())


def find(sandbox: SubmissionSandbox, expression: str):
    """Return what an expression over the student's module gives."""
    seen = sandbox.observe(f"def see(student): return {expression}", "see", {"dict": []}, b"", seed=1, seconds=20)
    assert seen.kind == "saw", seen
    return seen.value()


@pytest.mark.parametrize("source", FILES.values(), ids=FILES)
def test_files_find_what_a_laptop_has(open_sandbox, source):
    """Nothing of such a file fails."""
    sandbox = open_sandbox(source)

    assert find(sandbox, "bool(student.found)")
    assert sandbox.stops == []


def test_files_find_the_same_without_a_lockdown(open_sandbox, spawned):
    """On a student's own machine, whatever is installed or connected there."""
    sandbox = open_sandbox("seen = {}\n" + EVERYTHING, launcher=spawned, seconds=60)

    assert find(sandbox, "student.seen") == dict.fromkeys(FILES, True)
    assert sandbox.stops == []
