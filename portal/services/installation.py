"""What runs here: which version on which database, by which playbook, at which address."""

from dataclasses import dataclass
from importlib import metadata
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import content, installation
from portal.db.content import StoredRevision
from portal.db.installation import Stored
from portal.domain.people import SignedInStaff
from portal.domain.subjects import Subject, require_reader
from portal.settings import Settings

DISTRIBUTION: Final = "onboarding-portal"


@dataclass(frozen=True, slots=True)
class Installation:
    """The facts about one installation; no secret is among them. Without a mail server it has no `mail`."""

    version: str
    stored: Stored
    revision: StoredRevision | None
    address: str
    issuer: str
    mail: str | None
    support: str | None
    embedded_in: tuple[str, ...]


async def look(session: AsyncSession, *, settings: Settings, staff: SignedInStaff) -> Installation:
    """The facts as they are now. Raises Forbidden."""
    require_reader(staff, Subject.INSTALLATION)
    revisions = await content.every_revision(session)
    return Installation(
        version=metadata.version(DISTRIBUTION),
        stored=await installation.look(session),
        revision=revisions[0] if revisions else None,
        address=settings.base_url,
        issuer=settings.staff_issuer,
        mail=urlsplit(settings.smtp_url).hostname if settings.smtp_url else None,
        support=settings.support_email,
        embedded_in=settings.embed_origins,
    )
