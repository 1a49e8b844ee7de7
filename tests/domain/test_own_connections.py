"""What an account may say about its identity provider and its domains."""

from uuid import UUID

import pytest

from portal.domain.connections import Provider, check_own_provider, clean_domain, draft_id
from portal.domain.errors import Invalid

ACCOUNT = UUID(int=7)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("halden.example", "halden.example"),
        (" Halden.Example. ", "halden.example"),
        ("priya@halden.example", "halden.example"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_domain_is_compared_as_it_stands_in_the_dns(text: str, domain: str) -> None:
    assert clean_domain(text) == domain


@pytest.mark.parametrize(
    "text", ["", "localhost", "a..b", "10.0.0.1", "a b.example", "a.example/x", "a.example?x=1", "-a.b"]
)
def test_what_is_no_domain_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="is not a domain"):
        clean_domain(text)


def test_the_next_connection_has_an_id_of_its_own_that_is_always_the_same() -> None:
    assert draft_id(ACCOUNT, 1) == draft_id(ACCOUNT, 1)
    assert len({draft_id(ACCOUNT, 1), draft_id(ACCOUNT, 2), draft_id(UUID(int=8), 1)}) == 3


@pytest.mark.parametrize("issuer", ["", "halden", "ftp://a.example", "https://", "https://a.example?x", "https://[a"])
def test_what_is_no_issuer_is_refused(issuer: str) -> None:
    with pytest.raises(Invalid, match="is not an issuer"):
        check_own_provider(Provider(issuer, "portal", {"admins": "admin"}, None))


@pytest.mark.parametrize("provider_words", [{"csms": "csm"}, {"admins": "owner"}])
def test_groups_of_a_customer_give_roles_only(provider_words: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="Groups cannot give"):
        check_own_provider(Provider("https://a.example", "portal", provider_words, None))


def test_somebody_has_to_become_an_admin() -> None:
    with pytest.raises(Invalid, match="makes an admin"):
        check_own_provider(Provider("https://a.example", "portal", {"all": "operator"}, "operator"))
    check_own_provider(Provider("https://a.example", "portal", {}, "admin"))
