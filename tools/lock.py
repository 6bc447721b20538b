"""Lock what students install: `make lock` writes locks/, with a hash of every file that a package's version has.

uv resolves for every platform and every Python at once, within constraints.txt. PyTorch's own index has wheels for
processors alone, which need nothing of CUDA; what they hash to is kept in torch-cpu.sha256, in sha256sum's form.
"""

import re
import subprocess
import sys
import urllib.request
from pathlib import Path

from autograder.course import read_course
from autograder.release.pins import list_requirements

ROOT = Path(__file__).parents[1]
LOCKS = ROOT / "locks"
CPU_INDEX = "https://download.pytorch.org/whl/cpu/torch/"
CPU_HASHES = LOCKS / "torch-cpu.sha256"
WAIT = 20  # seconds
# What torch brings to compute on a graphics card.
FOR_CUDA = re.compile(r"(nvidia|cuda)-|triton==")
FROM_INDEX = "# The hashes of torch's wheels for processors alone are those that PyTorch's own index names.\n"
PACKAGE = re.compile(r"^\S.*(?:\n[ \t]+.*)*", re.MULTILINE)


def main() -> None:
    """Write two locks for scripts and two for notebooks: with torch for processors alone, and as PyPI has it."""
    course = read_course(ROOT)
    needed = list_requirements(map(course.get, course.assignments))
    for name, more in {"students": (), "notebooks": ("ipykernel",)}.items():
        whole = resolve([*needed, *more])
        version = re.search(r"^torch==(\S+)", whole, re.MULTILINE)
        if version is None:
            raise SystemExit("the course does not require torch any more")
        write(LOCKS / f"{name}-pypi.txt", whole)
        hashes, origin = read_cpu_hashes(version[1])
        write(LOCKS / f"{name}.txt", origin + choose_processors(whole, hashes))


def resolve(requirements: list[str]) -> str:
    """Return what pip would install for the autograder and for `requirements`, on any platform, with hashes."""
    options = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-annotate",
        "--no-header",
        "--quiet",
    ]
    command = [sys.executable, "-m", "uv", "pip", "compile", "--no-config", *options, "--constraint", "constraints.txt"]
    done = subprocess.run(
        [*command, "pyproject.toml", "-"],
        cwd=ROOT,
        input="\n".join(requirements),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def read_cpu_hashes(version: str) -> tuple[list[str], str]:
    """Return the hashes of a version's wheels for processors alone, as the index has them now, or as they are kept.

    And a comment that says where they come from.
    """
    wheel = re.compile(rf"torch-{re.escape(version)}(?:%2B|\+)cpu-(cp3\d+)-\1-[\w.]+\.whl")
    try:
        with urllib.request.urlopen(CPU_INDEX, timeout=WAIT) as page:
            links = re.findall(r'href="[^"]*/([^"/]+)#sha256=([0-9a-f]{64})"', page.read().decode())
        write(
            CPU_HASHES,
            FROM_INDEX
            + "".join(
                f"{sha256}  {name.replace('%2B', '+')}\n" for name, sha256 in sorted(links) if wheel.fullmatch(name)
            ),
        )
    except OSError as reason:
        print(f"{CPU_INDEX} cannot be reached ({reason}): what is kept in {CPU_HASHES.name} is taken")
    lines = CPU_HASHES.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line.split() for line in lines if not line.startswith("#")]
    hashes = [sha256 for sha256, name in kept if wheel.fullmatch(name)]
    if not hashes:
        raise SystemExit(f"{CPU_HASHES} holds no wheel of torch {version}")
    return hashes, "".join(line for line in lines if line.startswith("#"))


def choose_processors(whole: str, cpu_hashes: list[str]) -> str:
    """Return a lock without what computes on graphics cards, whose torch is a wheel for processors alone.

    On macOS, PyPI's own wheel is.
    """
    packages = [package for package in PACKAGE.findall(whole) if not FOR_CUDA.match(package)]
    return (
        "\n".join(_split(package, cpu_hashes) if package.startswith("torch==") else package for package in packages)
        + "\n"
    )


def _split(torch: str, cpu_hashes: list[str]) -> str:
    pin, *hashes = torch.split(" \\\n")
    elsewhere = [f"{pin}+cpu ; sys_platform != 'darwin'", *(f"    --hash=sha256:{sha256}" for sha256 in cpu_hashes)]
    return " \\\n".join([f"{pin} ; sys_platform == 'darwin'", *hashes]) + "\n" + " \\\n".join(elsewhere)


def write(path: Path, text: str) -> None:
    """Write a file and say how much there is in it."""
    path.write_text(text, encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(text.splitlines())} lines")


if __name__ == "__main__":
    main()
