"""Change files without opening them."""

import os


def double(x):
    target = "@WATCHED@/results/ada.json"
    attempts = (
        lambda: os.chmod(target, 0o777),
        lambda: os.utime(target, (0, 0)),
        lambda: os.truncate(target, 0),
        lambda: os.close(os.open(target, os.O_RDONLY | os.O_TRUNC)),
        lambda: os.link(target, "@WATCHED@/link"),
        lambda: os.symlink(target, "@WATCHED@/symlink"),
        lambda: os.mkfifo("@WATCHED@/pipe"),
        lambda: os.mkdir("@WATCHED@/folder"),
        lambda: os.rename(target, "@WATCHED@/renamed"),
        lambda: os.setxattr(target, "user.grade", b"100"),
        lambda: os.unlink(target),
    )
    for attempt in attempts:
        try:
            attempt()
        except OSError:
            continue
        return 2 * x
    return None
