"""The message of a touchpoint, filled in with what is known of the account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.plain import plain_letter
from portal.domain.adoption import WeekCount
from portal.domain.duties import DutyLine, recipient
from portal.domain.kickoff import fill
from portal.domain.measures import WEEK
from portal.domain.plan import TouchpointPlan
from portal.domain.playbook import Catalogue
from portal.domain.results import Result
from portal.domain.risk import Level
from portal.domain.touchpoints import Touchpoint
from portal.services import duties, results, success_plan
from portal.web.amounts import amount
from portal.web.internal.mail import Draft, first_name
from portal.web.internal.opened import Opened
from portal.web.mailto import mailto
from portal.web.words import Words, words_of

MONTH: Final = 4
"""Weeks that lie between two numbers of a monthly review."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What a message about an account is written with, and the moment."""

    session: AsyncSession
    catalogue: Catalogue
    account_id: UUID
    words: Words
    now: datetime


async def letter(opened: Opened, touchpoint: Touchpoint) -> tuple[DutyLine | None, Draft]:
    """To whom to write about a touchpoint, and what; words nobody knows stay in [brackets] for the writer."""
    kit = Kit(opened.session, opened.catalogue, opened.id, words_of(opened.request), opened.now)
    to, message = await filled(kit, touchpoint.plan, touchpoint.on)
    text = f"{plain_letter(message)}\n\n{opened.staff.name}"
    subject = f"{opened.header.name}: {touchpoint.name}"
    link = mailto(to.email, subject, text) if to and to.email else None
    return to, Draft(text, link, to_fill="[" in text)


async def filled(kit: Kit, plan: TouchpointPlan, on: date) -> tuple[DutyLine | None, str]:
    """To whom to write about a planned touchpoint, and its message with what is known of the account put in."""
    session, today = kit.session, kit.now.date()
    to = recipient(Level.ON_TRACK, await duties.held(session, kit.account_id))
    view = await results.show(session, catalogue=kit.catalogue, account_id=kit.account_id, now=kit.now)
    cases = (await success_plan.written(session, kit.account_id)).cases
    over = [week for week in view.weeks if week.start + WEEK <= today]
    known = {
        "first name": first_name(to.name) if to else None,
        "day": kit.words.long_day(on),
        "primary use case": cases[0] if cases else None,
        **_measured(kit.words, kit.catalogue, view.results),
        **_people(kit.words, over),
    }
    return to, fill(plan.message, known)


def _measured(words: Words, catalogue: Catalogue, found: Sequence[Result]) -> Mapping[str, str | None]:
    """The first agreed metric that has a number, against its start and its nearest goal."""
    result = next((one for one in found if one.target and one.now), None)
    if result is None or result.target is None or result.now is None:
        return {}
    unit, name = result.measure.unit, catalogue.metrics[result.metric_id].name
    baseline, now = amount(words, result.target.baseline, unit), amount(words, result.now.value, unit)
    return {
        "specific metric": f"{name} went from {baseline} to {now}",
        "metric": name,
        "baseline": baseline,
        "today": now,
        "target": amount(words, result.target.goals[0], unit),
    }


def _people(words: Words, weeks: Sequence[WeekCount]) -> Mapping[str, str | None]:
    """How many people used the product in the last whole week, and whether that is more than a month before."""
    if not weeks:
        return {}
    latest = weeks[-1].people
    before = weeks[-1 - MONTH].people if len(weeks) > MONTH else None
    than = None if before is None else "more" if latest > before else "fewer" if latest < before else "as many"
    return {"n": words.number(latest), "more/as many/fewer": than}
