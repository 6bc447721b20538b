"""Take out of a notebook's cell what is no Python (`%matplotlib inline`, `!pip install`), keeping its line numbers."""

import re

# Cells in another language, or that run somewhere else than in the notebook. Under every other cell magic, such as
# %%time and %%capture, the cell is ordinary Python.
ELSEWHERE = re.compile(
    r"""\s* %% (?: ! | (?: bash | cmd | cython | file | html | javascript | js | julia | latex | markdown | perl | pypy
                      | python[23]? | r | ruby | script | sh | sql | svg | sx | system | timeit | writefile)\b)""",
    re.VERBOSE | re.IGNORECASE,
)

# At the start of a statement, none of these can be Python: `%magic`, `!shell`, `?name`, `name?`, `x = !shell`, `x =
# %magic`; and `pip install x`, which notebooks accept bare. Two of them are Python, but no part of an answer: they only
# check it.
LINE_MAGIC = re.compile(
    r"""(?P<indent>[ \t]*+)
        (?: (?P<target>[\w. \t]++)=[ \t]*+[%!]
          | [%!?]
          | (?:pip3?|conda)[ \t]++install\b
          | from[ \t]++autograder\.notebook[ \t]++import\b
          | (?:check|grade)[ \t]*+\([ \t]*+(?:"[\w.]*+"|'[\w.]*+')?+[ \t]*+\)[ \t]*+(?:\#[^\n]*)?(?=\n|\Z)
          | [\w.]++\?{1,2}[ \t]*+(?:\#[^\n]*)?(?=\n|\Z)
        )
        (?:\\\n|[^\n])*+""",
    re.VERBOSE,
)

# Enough of Python's tokens to tell where a statement starts: a line inside brackets or a string is none.
TOKEN = re.compile(
    r"""(?s: \"{3}(?:\\.|[^\\\"]|\"(?!\"\"))*+(?:\"{3})?
           | '{3}(?:\\.|[^\\']|'(?!''))*+(?:'{3})?
           | \"(?:\\.|[^\"\\\n])*+\"?
           | '(?:\\.|[^'\\\n])*+'?
           | \#[^\n]*
           | \\.
           | [^\"'\#\\\n()\[\]{}]+
           | . )""",
    re.VERBOSE,
)


def neutralise_magics(text: str) -> str:
    """Give the cell as plain Python: every magic becomes `pass`, or None where its value is kept, line by line."""
    if ELSEWHERE.match(text):
        return ""
    pieces, position = [], 0
    while position < len(text):
        if magic := LINE_MAGIC.match(text, position):
            # An empty line, not `pass`, where that is enough: `from __future__` must stay the first statement.
            stand_in = f"{magic['target'].rstrip()} = None" if magic["target"] else "pass" if magic["indent"] else ""
            pieces.append(magic["indent"] + stand_in + "\n" * magic[0].count("\n"))
            position = magic.end()
        end = _find_statement_end(text, position)
        pieces.append(text[position:end])
        position = end
    return "".join(pieces)


def _find_statement_end(text: str, position: int) -> int:
    depth = 0
    while token := TOKEN.match(text, position):
        position = token.end()
        if token[0] in "([{":
            depth += 1
        elif token[0] in ")]}":
            depth -= 1
        elif token[0] == "\n" and depth <= 0:
            break
    return position
