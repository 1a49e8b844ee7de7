"""E-mail on the wire: a finished letter goes to the mail server, and what the server says comes back."""

from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from typing import Protocol
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

TIMEOUT_SECONDS = 20
FOR_GOOD = 500
"""Answers from this number on will be the same next time."""


class Fate(StrEnum):
    """What became of a letter; one that is unwritable never left the house."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    NO_MAILBOX = "no_mailbox"
    NO_SERVER = "no_server"
    UNWRITABLE = "unwritable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter, and what the server said about it."""

    fate: Fate
    said: str = ""


class Mail(Protocol):
    """Takes a letter for one recipient."""

    async def send(self, message: EmailMessage) -> Outcome:
        """Hand a letter over. Never raises: what went wrong is an outcome."""


class Smtp:
    """A mail server by its address: `smtps://` speaks TLS from the start, `smtp://` as soon as the server offers it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 587)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None

    async def send(self, message: EmailMessage) -> Outcome:
        """Hand a letter over, on a connection of its own."""
        try:
            async with self._server() as server:
                await server.send_message(message)
        except SMTPRecipientsRefused as refusal:
            code, said = refusal.recipients[0].code, refusal.recipients[0].message
            return Outcome(Fate.NO_MAILBOX if code >= FOR_GOOD else Fate.LATER, f"{code} {said}")
        except SMTPResponseException as refusal:
            return Outcome(_fate(refusal), f"{refusal.code} {refusal.message}")
        except (SMTPException, OSError) as failure:
            return Outcome(Fate.LATER, str(failure))
        return Outcome(Fate.SENT)

    def _server(self) -> SMTP:
        return SMTP(
            hostname=self._host,
            port=self._port,
            use_tls=self._tls,
            username=self._user,
            password=self._password,
            timeout=TIMEOUT_SECONDS,
        )


def _fate(refusal: SMTPResponseException) -> Fate:
    """A letter is refused for good by an answer about its content; all others are about the server or the sender."""
    return Fate.REFUSED if isinstance(refusal, SMTPDataError) and refusal.code >= FOR_GOOD else Fate.LATER
