"""The postman: takes letters that are due, hands them to the mail server, and notes what became of them.

No transaction is open while a letter is on the wire. Before it is, the ledger says that it is being sent; whoever
finds that later, because this process ended, knows that it may have arrived.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from portal.channels.mail import Fate, Mail, Outcome, Smtp
from portal.content.live import LivePlaybook
from portal.db import content
from portal.db.engine import Database
from portal.domain.errors import Invalid
from portal.domain.people import SignedInMember
from portal.rounds import make_rounds
from portal.services import post
from portal.services.post import Letter
from portal.settings import Settings
from portal.web.letters.drafts import drafts
from portal.web.letters.message import Desk, language, message, sheet

log = structlog.get_logger()

POLL_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Office:
    """Where letters are written, and the way they leave."""

    settings: Settings
    mail: Mail


@dataclass(slots=True)
class Postman:
    """One postman's parts. `step` sends what is due for one person; `run_postman` goes on until it is stopped.

    Without an office no mail server is set up: nothing is sent, and the ledger says so.
    """

    database: Database
    playbook: LivePlaybook
    office: Office | None
    clock: Callable[[], datetime]
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def step(self) -> bool:
        """Judge what is due for one person and send it; whether there was anything."""
        async with self.database.write() as session:
            with suppress(Invalid):
                await self.playbook.refresh(session)
            await post.recover(session, now=self.clock())
            found, letter = await post.take(session, now=self.clock())
        if letter:
            await self._send(letter)
        return found

    async def _send(self, letter: Letter) -> None:
        written = await self._write(self.office, letter) if self.office else None
        if self.office and written:
            outcome = await self.office.mail.send(written)
        else:
            outcome = Outcome(Fate.UNWRITABLE if self.office else Fate.NO_SERVER)
        subject = str(written["Subject"]) if written else None
        async with self.database.write() as session:
            await post.settle(session, letter, outcome, subject=subject, now=self.clock())
        log.info("letter", letter=str(letter.id), fate=outcome.fate, said=outcome.said)

    async def _write(self, office: Office, letter: Letter) -> EmailMessage | None:
        """The letter; None where it cannot be written."""
        try:
            async with self.database.read() as session:
                desk = await self._desk(session, office.settings, letter)
            return message(desk, letter, sheet(desk, letter))
        except (LookupError, ValueError):
            # Whatever is odd about it, one letter that cannot be written must not keep all others.
            log.exception("letter_unwritable", letter=str(letter.id))
            return None

    async def _desk(self, session: AsyncSession, settings: Settings, letter: Letter) -> Desk:
        pin = letter.who.pin if isinstance(letter.who, SignedInMember) else None
        catalogue = (await self.playbook.of(session, pin)).in_language(language(letter))
        logo = letter.brand.logo
        kind = await content.media_type(session, logo) if logo else None
        picture = (kind, await content.media_body(session, logo)) if logo and kind else None
        written = await drafts(session, catalogue=catalogue, letter=letter, now=self.clock())
        return Desk(settings, catalogue, picture, written, self.clock())


def office_of(settings: Settings) -> Office | None:
    """The office of an installation; None where no mail server is set up."""
    return Office(settings, Smtp(settings.smtp_url)) if settings.smtp_url else None


async def run_postman(postman: Postman) -> None:
    """Send what is due until it is stopped; a letter on the wire is finished."""
    await make_rounds("postman", postman.step, stop=postman.stop, pause=POLL_SECONDS)
