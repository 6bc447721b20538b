"""Fork 2,000 sandboxes in a row, each locked down, each running a network forward and backward: none may hang."""

import time

from autograder.sandbox.lockdown import Policy
from autograder.sandbox.server_process import start_if_possible
from autograder.sandbox.session import Sandboxing, SubmissionSandbox
from autograder.sandbox.warm import WarmLauncher

FORKS = 2000
PROBE = """def learn(student):
    model = nn.Sequential(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.Flatten(), nn.Linear(6 * 28 * 28, 10))
    model(torch.randn(4, 1, 32, 32)).sum().backward()
    return 1
"""


def main() -> None:
    """Print how many of them answered, and what each took."""
    server = start_if_possible()
    if server is None:
        raise SystemExit("sandboxes can be forked and locked down on Linux alone")
    how = Sandboxing(WarmLauncher(server.ends[0]), "answer", Policy(slot=7), allow_weak=True)
    kinds: dict[str, int] = {}
    started = time.perf_counter()
    for _ in range(FORKS):
        sandbox = SubmissionSandbox(how, [("answer.py", "x = 1")], load_seconds=30)
        kind = sandbox.observe(PROBE, "learn", {"dict": []}, b"", seed=1, seconds=30).kind
        sandbox.close()
        kinds[kind] = kinds.get(kind, 0) + 1
    print(f"{FORKS} forks: {kinds}, {(time.perf_counter() - started) / FORKS * 1000:.0f} ms each")
    server.close()


if __name__ == "__main__":
    main()
