"""The page in a person's copy says things as people do."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from portal.web.copies import archive, said


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2026-11-02T09:30:00.120000Z", "2 November 2026, 09:30 UTC"),
        ("2026 was good", "2026 was good"),
        (True, "yes"),
        (12, "12"),
        (["email", "in_app"], "email, in_app"),
        ({"value": 150, "late": False}, "value: 150; late: no"),
    ],
)
def test_values_are_said_in_words(value: object, read: str) -> None:
    assert said(value) == read


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
