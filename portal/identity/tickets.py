"""What a browser carries from the sign-in page to the provider, sealed: nothing is stored for it."""

import json
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Final

from portal.identity.sealing import Sealer, Unsealable
from portal.identity.tokens import Rejected

TICKET_TIME: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose sign-in it is to be, the page they want, and the token of the invitation they follow, if any."""

    email: str
    next: str
    invitation: str | None = None


def seal_ticket(secret_key: str, ticket: Ticket, now: datetime) -> str:
    """The ticket as URL-safe text that nobody can read or change."""
    return _tickets(secret_key).seal(json.dumps(astuple(ticket)), now).decode()


def open_ticket(secret_key: str, sealed: str, now: datetime) -> Ticket:
    """The ticket again. Raises Rejected where it is damaged or too old."""
    try:
        return Ticket(*json.loads(_tickets(secret_key).unseal(sealed, max_age=TICKET_TIME, now=now)))
    except (Unsealable, ValueError) as error:
        message = "the ticket is damaged or too old"
        raise Rejected(message) from error


def _tickets(secret_key: str) -> Sealer:
    return Sealer(secret_key, "sign-in ticket")
