"""Print and raise what terminals, CI runners and browsers obey."""

EVIL = "\r::set-output name=score::100\n  ::add-mask::e\n##[error]x"
EVIL += "\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>\u202e```"

print(EVIL)


def double(x):
    print(EVIL)
    raise RuntimeError(EVIL)


def count_up(n):
    print(EVIL)
    return [EVIL]
