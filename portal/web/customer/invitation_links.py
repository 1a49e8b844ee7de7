"""The link of an invitation: shown once to whoever sent it, with an e-mail drafted around it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote
from uuid import UUID

from portal.domain.invitations import Invitation
from portal.identity.sealing import Sealer, Unsealable
from portal.web.words import Words

SHOWN_FOR: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as its sender sees it: the address, and the e-mail that brings it to the invited."""

    email: str
    until: datetime
    address: str
    mailto: str


def keep(secret_key: str, token: str, sender: UUID, now: datetime) -> str:
    """The token of a link, sealed for its sender, for the address of the page that shows it."""
    return _links(secret_key).seal(json.dumps([token, str(sender)]), now).decode()


def kept(secret_key: str, sealed: str, sender: UUID, now: datetime) -> str | None:
    """The token again; None for anybody else, and after ten minutes."""
    try:
        token, owner = json.loads(_links(secret_key).unseal(sealed, max_age=SHOWN_FOR, now=now))
    except (Unsealable, ValueError):
        return None
    return str(token) if owner == str(sender) else None


def shown(words: Words, invitation: Invitation, *, base_url: str, token: str, vendor: str) -> ShownLink:
    """The link of an invitation, and the e-mail around it in the sender's language."""
    address = f"{base_url}/join/{token}"
    subject = words.gettext("Join %(account)s on %(vendor)s", account=invitation.account_name, vendor=vendor)
    text = words.gettext(
        "Hello,\n\nwe are getting started with %(vendor)s at %(account)s, and I would like you with us. "
        "This link is for you and works until %(day)s:\n\n%(address)s\n\n%(name)s",
        vendor=vendor,
        account=invitation.account_name,
        day=words.day(invitation.expires_at),
        address=address,
        name=invitation.by_name,
    )
    # Everything is quoted, so that an address or a name cannot add recipients or headers.
    body = quote(text.replace("\n", "\r\n"))
    mailto = f"mailto:{quote(invitation.email, safe='@')}?subject={quote(subject)}&body={body}"
    return ShownLink(invitation.email, invitation.expires_at, address, mailto)


def _links(secret_key: str) -> Sealer:
    return Sealer(secret_key, "invitation link")
