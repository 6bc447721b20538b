"""Start the command `autograder`, also as `python -m autograder`."""

import signal
import sys


def main() -> int:
    """Run the command; however often Ctrl-C is pressed, and whenever, it ends once and without a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from autograder.cli import main as run

    signal.signal(signal.SIGINT, _interrupt)
    return run()


def _interrupt(*_: object) -> None:
    # Once is enough: what is left is to end processes and to remove folders.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
