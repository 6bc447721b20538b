"""Write wheels: a release carries the autograder and its checks in files that pip installs without a network.

A build backend would have to be installed first, or fetched; a wheel of plain Python is a zip file with three lists.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from importlib.metadata import distribution
from importlib.resources import files

from autograder.release.archive import pack_zip
from autograder.results.resources import read_tree

WHEEL = "Wheel-Version: 1.0\nGenerator: autograder\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
MADE_BY_INSTALLERS = ("RECORD", "WHEEL", "INSTALLER", "REQUESTED", "direct_url.json")


def make_wheel(
    name: str, version: str, package: Mapping[str, bytes], info: Mapping[str, bytes] | None = None
) -> tuple[str, bytes]:
    """Return a wheel's file name and its bytes: the package's files by path, and what is to stand in its dist-info."""
    folder = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    described = {"METADATA": metadata.encode(), **(info or {}), "WHEEL": WHEEL.encode()}
    content = {**package, **{f"{folder}/{entry}": data for entry, data in described.items()}}
    record = [f"{path},sha256={_digest(data)},{len(data)}\n" for path, data in content.items()]
    content[f"{folder}/RECORD"] = "".join([*record, f"{folder}/RECORD,,\n"]).encode()
    return f"{name}-{version}-py3-none-any.whl", pack_zip(content)


def make_own_wheel() -> tuple[str, bytes]:
    """Return the wheel of the autograder that is running, wherever it was installed from.

    Its version names its content: pip never keeps an engine of an earlier release for the same. An autograder that was
    installed from such a wheel makes the same one again.
    """
    own = distribution("autograder")
    released = own.version.partition("+")[0]
    info = {
        path.as_posix().partition(".dist-info/")[2]: path.read_binary()
        for path in own.files or ()
        if path.parts[0].endswith(".dist-info") and path.name not in MADE_BY_INSTALLERS
    }
    info["METADATA"] = _put_version(info["METADATA"], released)
    package = read_tree(files("autograder"), "autograder")
    content = "".join(f"{path} {_digest(data)}\n" for path, data in sorted((package | info).items()))
    version = f"{released}+{hashlib.sha256(content.encode()).hexdigest()[:12]}"
    return make_wheel("autograder", version, package, info | {"METADATA": _put_version(info["METADATA"], version)})


def _put_version(metadata: bytes, version: str) -> bytes:
    return re.sub(rb"^Version: .*$", f"Version: {version}".encode(), metadata, count=1, flags=re.MULTILINE)


def _digest(data: bytes) -> str:
    return urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
