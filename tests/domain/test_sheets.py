"""Reading sheets as spreadsheets save them, and telling mistakes by their line."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.domain.errors import Invalid
from portal.domain.roles import Role
from portal.domain.sheets import ACCOUNTS, MEMBERS, MOST_ROWS, Sheet, read_sheet

HEAD = "external_id,name,seats\n"


def accounts(text: str, encoding: str = "utf-8") -> Sheet:
    return read_sheet(text.encode(encoding), ACCOUNTS, keys=("external_id",))


def wrong(text: str) -> list[tuple[int, str | None, str]]:
    return [(one.line, one.column, one.says) for one in accounts(text).mistakes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_way_to_save_a_sheet_reads_the_same(encoding: str, separator: str, end: str) -> None:
    text = end.join(separator.join(cells) for cells in (("External ID", "name"), ("a1", "Zürich AG"), ("", ""))) + end
    (row,) = accounts(text, encoding).rows
    assert (row.line, row.values) == (2, {"external_id": "a1", "name": "Zürich AG"})


def test_a_cell_of_several_lines_keeps_the_numbers_right() -> None:
    sheet = accounts(HEAD + 'a1,"Acme\nLtd, North",5\na2,Other,many\n')
    assert sheet.rows[0].values["name"] == "Acme Ltd, North"
    (mistake,) = sheet.mistakes
    assert (mistake.line, mistake.column) == (4, "seats")
    assert "“many” is no number of seats" in mistake.says


def test_an_empty_cell_says_nothing() -> None:
    assert accounts(HEAD + "a1,Acme,\n").rows[0].values == {"external_id": "a1", "name": "Acme"}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("external_id,name,colour\n", 1, "There is no column “colour”"),
        ("external_id\n", 1, "The column “name” is missing."),
        ("external_id,name,name\n", 1, "stands there twice"),
        (HEAD + "a1,,\n", 2, "This is empty"),
        (HEAD + "a1,Acme\n", 2, "It has 2 cells, the first line has 3."),
        (HEAD + "a1,Acme,1\n\na1,Acme,1\n", 4, "The same stands on line 2 already"),
        ("external_id,name,csm\na1,Acme,Tomás\n", 2, "is no e-mail address"),
        ("external_id,name,target_go_live_on\na1,Acme,02.11.2026\n", 2, "write it as 2026-11-02"),
        ("external_id,name,language\na1,Acme,German!\n", 2, "is no language"),
        (HEAD + f"a1,{'x' * 201},\n", 2, "longer than 200 characters"),
        (HEAD + "a1,Ac\x07me,\n", 2, "characters that cannot be kept"),
    ],
)
def test_a_mistake_names_its_line_and_mend(text: str, line: int, says: str) -> None:
    (mistake,) = wrong(text)
    assert mistake[0] == line
    assert says in mistake[2]


def test_members_have_roles_and_a_pilot_in_words() -> None:
    text = b"account;external_id;name;role;pilot\nacme;u1;Priya;Power user;Yes\nacme;u2;Elif;boss;maybe\n"
    sheet = read_sheet(text, MEMBERS, keys=("account", "external_id"))
    assert (sheet.rows[0].values["role"], sheet.rows[0].values["pilot"]) == (Role.POWER_USER, True)
    assert [(one.line, one.column) for one in sheet.mistakes] == [(3, "role"), (3, "pilot")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("external_id,name\na1,Zürich\n".encode("latin-1"), "Save it again as “CSV UTF-8”"),
        ("external_id,name\n".encode("utf-16"), "Save it again as “CSV UTF-8”"),
        (b"a\0b", "Save it again as “CSV UTF-8”"),
        (b" \n", "The file is empty"),
        (b'external_id,name\na1,"Acme\n', "Line 2 cannot be read"),
        (b"external_id,name\n" + b"a,b\n" * (MOST_ROWS + 1), "more than 5000 rows"),
    ],
)
def test_what_is_no_sheet_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        read_sheet(content, ACCOUNTS, keys=("external_id",))


@example(b",")
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (HEAD + text).encode("utf-8", "ignore")))
def test_whatever_a_file_holds_it_is_read_or_refused(content: bytes) -> None:
    with suppress(Invalid):
        sheet = read_sheet(content, ACCOUNTS, keys=("external_id",))
        assert all({"external_id", "name"} <= row.values.keys() for row in sheet.rows)
