"""Every spelling of a name means one student, and no two students are ever taken for one."""

import unicodedata
from pathlib import Path

import pytest

from autograder.cli.folders import find_people
from autograder.errors import AutograderError
from autograder.people import Directory, Person, fold, read_roster
from autograder.results.class_list import keep_class

NFD, NFC = (unicodedata.normalize(form, "zoë@x.edu") for form in ("NFD", "NFC"))
HEADER = "identifier,github_username,github_id,name"


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ada-L", "ada-l"), (NFD, NFC), (" ada ", "ada"), ("STRASSE", "straße"), ("1.0", "1"), ("\u202aada\u200b", "ada")],
)
def test_two_spellings_are_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("name", ["ADA", "s-1", "a@x.edu", "77"])
def test_a_person_goes_by_user_name_identifier_address_and_number(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, f"{HEADER},email,SIS User ID\ns-1,ada,5,Ada L,A@x.edu,77\n")
    directory = Directory(read_roster(path))

    assert directory.identify(name) == "ada"


@pytest.mark.parametrize(
    "rows",
    ["1,ada,7,Ada L\n1,ada,7,Ada Lovelace\n", "1,ada,7,Ada\n2,ADA,8,Ida\n", "1,ada,7,Ada\n1,bob,8,Bob\n"],
)
def test_a_name_on_two_lines_is_refused_with_both(tmp_path: Path, rows: str) -> None:
    with pytest.raises(AutograderError, match="in lines 2 and 3"):
        read_roster(write(tmp_path, f"{HEADER}\n{rows}"))


def test_one_persons_name_may_not_be_anothers_number(tmp_path: Path) -> None:
    with pytest.raises(AutograderError, match="has '1002' twice, in lines 2 and 4"):
        read_roster(write(tmp_path, f"{HEADER}\n1001,1002,7,Ada\n\n1002,bob,8,Bob\n"))


@pytest.mark.parametrize(("name", "found"), [("lovelaceada", True), ("Ada Lovelace", True), ("ada", False)])
def test_a_full_name_is_known_in_either_order(name: str, found: bool) -> None:
    assert (Directory([Person("al", "1", "Ada Lovelace")]).find_named(name) is not None) is found


def test_the_class_is_that_of_the_last_run_where_no_roster_is_given(tmp_path: Path) -> None:
    keep_class(Directory([Person("ada", "1", "Ada")]), tmp_path)
    roster = write(tmp_path, f"{HEADER}\n1,bob,,Bob\n")

    assert [find_people(path, [tmp_path]).identify("1") for path in (None, roster)] == ["ada", "bob"]


def test_two_lists_know_a_person_by_all_their_names() -> None:
    joined = Directory([Person("adal", "1", "Ada"), Person("bob", "2", "Bob")]).join(
        Directory([Person("ada2", "1", "Ada")])
    )

    assert [joined.identify(name) for name in ("adal", "ada2", "1", "bob")] == ["ada2", "ada2", "ada2", "bob"]


def test_two_lists_that_differ_on_who_is_who_are_not_joined() -> None:
    one = Directory([Person("ada", "1", "Ada")])

    with pytest.raises(AutograderError, match="differ on who ada is"):
        one.join(Directory([Person("x", "1", "Ada"), Person("ada", "2", "Bob")]))


def test_a_name_of_two_people_means_neither() -> None:
    directory = Directory([Person("a", "1", "Kim Lee"), Person("b", "2", "Lee, Kim")])

    assert directory.find_named("leekim") is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("\ufeffidentifier;github_username;name\r\n1;ada;Adä\r\n", "utf-8"),
        ("identifier\tgithub_username\tname\n1\tada\tAdä\n", "utf-16"),
        ("identifier\tgithub_username\tname\n1\tada\tAdä\n", "utf-16-le"),
        ("\n\nidentifier,github_username,name\n\n1,ada,Adä\n", "utf-8"),
        ("identifier,github_username,name,github_username\n1,ada,Adä,\n", "utf-8"),
        ("identifier,github_username,name\n1,https://github.com/ada/,Adä\n", "utf-8"),
        ("identifier,github_username,name\n1,@ada,Adä\n", "utf-8"),
        ("IDENTIFIER, GitHub Username, Name\n1, ada, Adä\n", "cp1252"),
        ('identifier, github_username, name\n1, ada, "Adä"\n', "utf-8"),
        ("identifier|github_username|name\n1|github.com/ada?tab=stars|Adä\n", "utf-8"),
        ('identifier,github_username,name\n="1",ada,Adä\n', "utf-32"),
        ("sep=;\nname;identifier;github_username;group\nAdä;1;ada;\n", "utf-8"),
        ('"sep=;"\r\nname;identifier;github_username\r\nAdä;1;ada\r\n\x1a', "utf-8"),
    ],
)
def test_a_roster_is_read_as_spreadsheets_save_it(tmp_path: Path, text: str, encoding: str) -> None:
    assert read_roster(write(tmp_path, text, encoding)) == [Person("ada", "1", "Adä")]


@pytest.mark.parametrize(
    ("text", "kind"), [("PK\x03\x04\x14", "a workbook"), ("\n<!DOCTYPE html>", "a page or a workbook")]
)
def test_what_is_no_table_is_called_what_it_is(tmp_path: Path, text: str, kind: str) -> None:
    with pytest.raises(AutograderError, match=f"is {kind}, whatever its name says: open it, and save it as CSV"):
        read_roster(write(tmp_path, text))


def test_a_field_with_a_comma_stands_in_quotes_or_is_refused_by_line(tmp_path: Path) -> None:
    (person,) = read_roster(write(tmp_path, f'{HEADER}\n1,ada,7,"Lovelace, Ada"\n'))

    assert person.name == "Lovelace, Ada"
    with pytest.raises(AutograderError, match=r"line 3, has 5 fields"):
        read_roster(write(tmp_path, f"{HEADER}\n\n1,ada,7,Lovelace, Ada\n"))


def test_who_has_no_account_yet_says_so_in_any_way(tmp_path: Path) -> None:
    people = read_roster(write(tmp_path, f"{HEADER}\n1,-,,Ada\n2,-,,Bob\n3,N/A,,Cyd\n"))

    assert [person.student for person in people] == ["1", "2", "3"]


def test_a_number_that_a_spreadsheet_shortened_is_refused_by_line(tmp_path: Path) -> None:
    with pytest.raises(AutograderError, match=r"has 1\.23457E\+11 in line 3, which a spreadsheet made"):
        read_roster(write(tmp_path, f"{HEADER}\n7,ada,,Ada\n1.23457E+11,bob,,Bob\n"))


@pytest.mark.parametrize(("name", "number"), [("MULLER JAN", "2"), ("müller jan", "1"), ("ISIK IPEK", "3")])
def test_a_full_name_is_known_without_its_accents_unless_somebody_is_called_so(name: str, number: str) -> None:
    people = [Person("", "1", "Jan Müller"), Person("", "2", "Jan Muller"), Person("", "3", "İpek Işık")]
    found = Directory(people).find_named(name)

    assert found is not None
    assert found.identifier == number
