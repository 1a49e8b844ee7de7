"""What the demo's identity provider must know: the portal's connections, and everybody who can be picked."""

from collections.abc import Iterator
from uuid import UUID

from portal.demo.directory import Directory, ListedConnection
from portal.demo.folder import client_secret
from portal.demo.openid import Client, Person
from portal.demo.story.vendor import ROLE_GROUPS
from portal.domain.connections import draft_id
from portal.domain.roles import RoleSource
from portal.services.connections import STAFF_GROUPS

VENDOR = "Marlowe"
"""The heading above the vendor's own people."""


def clients(directory: Directory, *, base_url: str, secret_key: str) -> list[Client]:
    """The portal as the provider knows it: a client for each account, and one for staff."""
    names = {account.id: account.name for account in directory.accounts}
    return [
        Client(
            client_id=connection.client_id,
            client_secret=client_secret(secret_key, connection.client_id),
            redirect_uris=tuple(f"{base_url}/auth/callback/{known}" for known in _redirected(connection)),
            post_logout_redirect_uris=(base_url, f"{base_url}/", f"{base_url}/login"),
            account=names[connection.account_id] if connection.account_id else VENDOR,
        )
        for connection in directory.connections
    ]


def people(directory: Directory) -> list[Person]:
    """Everybody one can sign in as, the vendor's people first."""
    return [*_staff(directory), *_members(directory)]


def _staff(directory: Directory) -> Iterator[Person]:
    groups = {capability.value: group for group, capability in STAFF_GROUPS.items()}
    for person in directory.staff:
        held = tuple(groups[word] for word in person.capabilities)
        yield Person(person.subject or person.email, person.name, person.email, held, VENDOR)


def _members(directory: Directory) -> Iterator[Person]:
    for account in directory.accounts:
        for member in account.members:
            subject = member.subject or member.external_id or member.email
            # A role the portal gave stays only with somebody whose groups say nothing.
            held = () if member.role_source is RoleSource.PORTAL else (ROLE_GROUPS[member.role],)
            yield Person(subject, member.name, member.email, held, account.name)
        for email in account.invited:
            yield Person(email, email.partition("@")[0].replace(".", " ").title(), email, (), account.name)


def _redirected(connection: ListedConnection) -> Iterator[UUID]:
    """The connections one client serves: an account's own, and the one its admin may prepare after it."""
    yield connection.id
    if connection.account_id:
        yield draft_id(connection.account_id, 1)
