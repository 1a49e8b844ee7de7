from typing import Any

import pytest

from portal.identity.person import domain_of, person_from
from portal.identity.tokens import Rejected

CLAIMS = {"sub": "priya", "email": "priya@halden.example", "name": "Priya Raman", "groups": ["it"], "sid": "browser"}


def test_claims_become_a_person() -> None:
    person = person_from(CLAIMS)
    assert (person.sub, person.sid, person.email, person.name) == (
        "priya",
        "browser",
        "priya@halden.example",
        "Priya Raman",
    )
    assert (set(person.groups), person.domain) == ({"it"}, "halden.example")


@pytest.mark.parametrize(("verified", "kept"), [(True, True), ("true", True), (False, False), ("false", False)])
def test_an_address_the_provider_does_not_stand_by_is_dropped(verified: object, kept: object) -> None:
    assert bool(person_from({**CLAIMS, "email_verified": verified}).email) is kept


@pytest.mark.parametrize("email", [None, 7, "", "no address", "@halden.example", "a@", "a\0@halden.example", "a" * 321])
def test_what_is_no_address_is_dropped(email: object) -> None:
    person = person_from({**CLAIMS, "email": email})
    assert (person.email, person.domain) == (None, None)


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": "  Priya\r\nRaman\0 "}, "PriyaRaman"),
        ({"name": "", "preferred_username": "priya"}, "priya"),
        ({"name": 7}, None),
        ({"name": "x" * 300}, "x" * 200),
        ({"name": "\ud800"}, None),
    ],
)
def test_a_name_is_cut_down_to_what_can_be_shown(claims: dict[str, Any], name: str | None) -> None:
    assert person_from({"sub": "priya", **claims}).name == name


@pytest.mark.parametrize("sid", ["", 7, "x" * 256])
def test_an_unusable_session_id_is_refused(sid: object) -> None:
    with pytest.raises(Rejected, match="sid"):
        person_from({**CLAIMS, "sid": sid})


def test_domains_are_compared_in_lower_case() -> None:
    assert domain_of("Priya@Halden.Example.") == "halden.example"
    assert domain_of('"a@evil.example"@halden.example') == "halden.example"
