"""The page in a person's copy says things as people do."""

from dataclasses import fields
from io import BytesIO
from zipfile import ZipFile

import pytest

from portal.db.own_data import RECORDS
from portal.domain.preferences import Preferences
from portal.web.copies import archive, said
from portal.web.copy_words import COPY_WORDS
from portal.web.words import speak


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2026-11-02T09:30:00.120000Z", "2 Nov 2026, 09:30 UTC"),
        ("2026 was good", "2026 was good"),
        (True, "yes"),
        (12, "12"),
        (["email", "in_app"], "email, in_app"),
        ({"value": 150, "late": False}, "value: 150; late: no"),
    ],
)
def test_values_are_said_in_words(value: object, read: str) -> None:
    assert said(speak("en"), value) == read


def test_every_part_and_field_has_a_word() -> None:
    columns = {column.name for query in RECORDS.values() for column in query.selected_columns}
    assert {"profile", *(one.name for one in fields(Preferences)), *RECORDS, *columns} <= COPY_WORDS.keys()


def test_the_page_is_in_the_language_of_whoever_it_is_about() -> None:
    values = {"written_at": "2026-11-02T09:30:00Z", "account": "Acme", "profile": {"name": "Jane"}, "notes": []}
    own = page_of(archive(values | {"preferences": {"language": "de", "celebrations": True}}))
    assert '<html lang="de"' in own
    assert "Was über Jane bekannt ist" in own
    assert "<dt>Feiern</dt>" in own
    assert "ja</dd>" in own
    assert 'dir="rtl"' in page_of(archive(values, "ar"))
    assert "What is known about Jane" in page_of(archive(values | {"preferences": {"language": "tlh"}}))


def page_of(archived: bytes) -> str:
    with ZipFile(BytesIO(archived)) as files:
        return files.read("index.html").decode()


def test_what_people_wrote_is_text_and_never_markup() -> None:
    values = {
        "written_at": "2026-11-02T09:30:00Z",
        "account": "<b>Acme</b>",
        "profile": {"name": "<i>Jane"},
        "notes": [],
    }
    with ZipFile(BytesIO(archive(values))) as files:
        page = files.read("index.html").decode()
        assert set(files.namelist()) == {"index.html", "data.json", "copy.css"}
    assert "&lt;b&gt;Acme" in page
    assert "<i>" not in page
