"""The drafts that a letter to one of the staff carries, filled in as on the pages they link to."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.deliveries import Topic
from portal.domain.playbook import Catalogue
from portal.services.post import Letter
from portal.web.internal.touchpoint_letter import Kit, filled
from portal.web.languages import SOURCE_LANGUAGE
from portal.web.words import speak


async def drafts(session: AsyncSession, *, catalogue: Catalogue, letter: Letter, now: datetime) -> Mapping[UUID, str]:
    """The message of each touchpoint that a letter tells of, by its delivery; none where the playbook lost it."""
    found = {}
    for one in letter.deliveries:
        about = one.facts.get("touchpoint") if one.topic is Topic.TOUCHPOINT else None
        plan = catalogue.lifecycle.touchpoint(about["id"]) if about else None
        if about and plan and one.account_id:
            kit = Kit(session, catalogue, one.account_id, speak(SOURCE_LANGUAGE), now)
            _, found[one.id] = await filled(kit, plan, date.fromisoformat(about["on"]))
    return found
