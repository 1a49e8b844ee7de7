"""What the demo's identity provider must know: the portal's connections, and everybody who can be picked."""

from collections.abc import Iterator

from portal.demo.directory import Directory
from portal.demo.folder import client_secret
from portal.demo.openid import Client, Person
from portal.demo.story.vendor import ROLE_GROUPS
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
            redirect_uris=(f"{base_url}/auth/callback/{connection.id}",),
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
            yield Person(subject, member.name, member.email, (ROLE_GROUPS[member.role],), account.name)
