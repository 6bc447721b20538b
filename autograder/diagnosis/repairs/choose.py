"""Decide what may be said of the changes that repair an exercise: what is wrong there, never what to write instead."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.sentence import REPAIR, Sentence
from autograder.submissions.submission import name_place

MORE = "Something else is wrong, too."


def say_where(alternatives: Sequence[Edit]) -> Sentence | None:
    """Return the reason that repairs have in common each of which suffices; None if they are at unlike places.

    Of several reasons for one line, dropping something says most, then what only some code has, then putting another
    thing in its place, then a number, then a name.
    """
    # What is wrong at one line explains what is said of the whole function.
    alternatives = [edit for edit in alternatives if not edit.is_general] or alternatives
    alternatives = _prefer_reason(_prefer_around(_prefer_dropped_line(alternatives)))
    # What mends it in several places mends it by chance in most of them, and the mistake is often in none.
    if len(_places(alternatives)) > 1 and not (alternatives := _find_one_reason(alternatives)):
        return None
    best = min(alternatives, key=lambda edit: (edit.group, edit.rank))
    # A slip's sentence is whole already.
    text = best.says if best.group is Group.LESSON else f"{best.says[:1].upper()}{best.says[1:]}."
    return Sentence(text, REPAIR, best.line, name_place(best.source.name))


def say_part(*alternatives: Edit, mends_results: bool = False, edits: Sequence[Edit] = ()) -> Sentence | None:
    """Return the reason of a change that mends some of what is wrong, or all but what is to be refused.

    Another number or condition may mend all of it, and so may another word where it does not mend all results: of
    those nobody knows whether something else is wrong. Nor does anybody where a reason may hold at other lines, too:
    `edits` are all that were proposed.
    """
    whole = say_where(alternatives)
    first_open = Group.NUMBER if mends_results else Group.SWAP
    guarding = mends_results or any(edit.group is Group.DROP for edit in alternatives)
    is_final = all(edit.group < first_open and not (edit.guard and guarding) for edit in alternatives)
    claims, lines = {_claim(edit) for edit in alternatives}, {edit.line for edit in alternatives}
    is_final &= not any(_claim(edit) in claims and edit.line not in lines for edit in edits)
    return replace(whole, text=f"{whole.text} {MORE}") if whole and is_final else whole


def say_both(first: Edit, second: Edit, proposed: Collection[str]) -> Sentence | None:
    """Return what is sure of two changes that repair an exercise together, or None: what slips say, or one reason.

    Of two reasons that no slip gives, the surer one is said. The second was found in code that has the first change:
    its reason is told only if it was proposed of the code before, too.
    """
    second = replace(second, line=_line_before(first, second))
    known = [edit for edit in (first, second) if edit.group is Group.LESSON]
    if len(known) == 2 and first.says != second.says:
        whole = say_where([first])
        return whole and replace(whole, text=f"{first.says} {second.says}")
    own = [first, second] if second.says in proposed else [first]
    told = min(own, key=lambda edit: (edit.is_general, edit.group, edit.rank))
    is_sure = told.group is Group.LESSON or (told.group <= Group.SWAP and not told.is_general)
    return say_part(told, edits=[first, second]) if is_sure else None


def _line_before(first: Edit, second: Edit) -> int:
    """Return where the second change's line stands in the code before the first."""
    before, after = first.source.splice(()).split("\n"), first.apply().split("\n")
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for _, start, end, low, high in blocks if second.source.name == first.source.name else []:
        if low < second.line <= high:
            return max(1, min(start + second.line - low, end))
    return second.line


def _prefer_dropped_line(alternatives: Sequence[Edit]) -> Sequence[Edit]:
    """Return the change that leaves one line out, if there is one and slips teach no other.

    With that line gone all is right; what else helps, such as to move another one past it, only goes around it.
    """
    drops = [edit for edit in alternatives if edit.group is Group.DROP]
    lines = [edit for edit in drops if [text for *_, text in edit.splices] == ["pass"]]
    is_alone = len(_places(lines)) == len(_places(drops)) == 1
    return lines if is_alone and all(edit.group is not Group.LESSON for edit in alternatives) else alternatives


def _prefer_around(alternatives: Sequence[Edit]) -> Sequence[Edit]:
    """Return the change that drops what stands around all others: what helps inside of it only goes around it."""
    known = any(edit.group is Group.LESSON for edit in alternatives)
    drops = [edit for edit in alternatives if edit.group is Group.DROP and not known]
    around = [edit for edit in drops if all(_stands_in(other, edit) for other in alternatives)]
    return around[:1] or alternatives


def _stands_in(edit: Edit, outer: Edit) -> bool:
    start, end = outer.splices[0][0], outer.splices[-1][1]
    return edit.source.name == outer.source.name and all(start <= one[0] <= one[1] <= end for one in edit.splices)


def _prefer_reason(alternatives: Sequence[Edit]) -> Sequence[Edit]:
    """Return what tells a reason, if it stands in one line: other numbers and names help elsewhere by chance."""
    telling = [edit for edit in alternatives if edit.group <= Group.SWAP]
    return telling if len(_places(telling)) == 1 else alternatives


def _find_one_reason(alternatives: Sequence[Edit]) -> list[Edit]:
    """Return the changes whose reason is the same everywhere, so that it is true of each place; none if none is."""
    said = {
        place: {_reason(edit) for edit in alternatives if _places([edit]) == [place]} for place in _places(alternatives)
    }
    telling = all(edit.group in (Group.SPECIFIC, Group.FORM) for edit in alternatives)
    shared = set.intersection(*said.values()) if telling else set()
    return [edit for edit in alternatives if _reason(edit) in shared]


def _reason(edit: Edit) -> str:
    return re.sub("`[^`]*`", "`…`", edit.says)


def _claim(edit: Edit) -> str:
    """Return a reason with no more of what it is about than a name, such as that of a function that is called."""
    return re.sub(r"`([\w.]*)[^`]*`", r"`\1…`", edit.says)


def _places(edits: Sequence[Edit]) -> list[tuple[str | None, int]]:
    return sorted({(name_place(edit.source.name), edit.line) for edit in edits}, key=str)
