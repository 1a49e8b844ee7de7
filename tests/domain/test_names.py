"""A duty needs a person: which texts name one."""

import pytest

from portal.domain.names import is_person


@pytest.mark.parametrize(
    "name",
    [
        "Sara Nyberg",
        "Sara",
        "Dr. Eva Lund",
        "王伟",
        "Anna Lund, CFO",
        "Edith Head",
        "An Nguyen",
        "J. T.",
        "Will Champion",
    ],
)
def test_a_person_has_a_name(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "   ",
        "-",
        "?",
        "123",
        "IT",
        "I.T.",
        "TBD",
        "tbd (Sara asks)",
        "N/A",
        "the CFO",
        "Project team",
        "Brightwell team",
        "Head of IT",
        "Project Manager",
        "User 1",
        "no one",
        "To be confirmed",
        "it@brightwell.example",
        "IT/Security",
        "Our new sponsor",
    ],
)
def test_a_role_a_team_or_an_empty_line_is_no_person(text: str | None) -> None:
    assert not is_person(text)
