"""A mail server for tests, real on the wire: what reaches it, and what it says about it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """Takes every letter, also as it was on the `wire`; answers to recipients with `says` while that is set."""

    letters: list[EmailMessage] = field(default_factory=list)
    wire: list[bytes] = field(default_factory=list)
    says: str | None = None
    url: str = ""

    async def handle_RCPT(  # noqa: N802 - the server's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.says is None:
            envelope.rcpt_tos.append(address)
        return self.says or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - likewise
        del server, session
        self.wire.append(envelope.original_content or b"")
        found = message_from_bytes(self.wire[-1], policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.letters.append(found)
        return "250 Message accepted"


@asynccontextmanager
async def mail_server() -> AsyncIterator[Mailbox]:
    """A mail server on a port of its own."""
    mailbox = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(mailbox, hostname="mail.test"), "127.0.0.1", 0)
    async with server:
        mailbox.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield mailbox
