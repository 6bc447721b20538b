"""Zip archives whose bytes follow from their content alone."""

import io
import zipfile
from collections.abc import Container, Mapping


def pack_zip(content: Mapping[str, bytes], programs: Container[str] = ()) -> bytes:
    """Return an archive of files by path, of which `programs` can be executed; the same on every day."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, data in content.items():
            # Of the first day that such an archive knows, unless it is told another.
            entry = zipfile.ZipInfo(path)
            entry.external_attr = (0o755 if path in programs else 0o644) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
