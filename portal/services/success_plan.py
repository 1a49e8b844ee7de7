"""The Customer Success Plan: put together from what is known, with a goal, use cases and risks written by hand."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account, accounts, audit, discovery, readiness, success_plans, track_owners
from portal.db.account import Reached
from portal.db.success_plans import Agreed
from portal.db.track_owners import Owner
from portal.domain import lifecycle
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, NotFound, Stale
from portal.domain.lifecycle import Onboarding
from portal.domain.pace import planned_on
from portal.domain.personal import recombine
from portal.domain.plan import Track
from portal.domain.playbook import Catalogue, Milestone
from portal.domain.results import goals_of
from portal.domain.roles import Role
from portal.domain.success_plan import Aim, PlanDocument, PlannedMilestone, TrackLine, Written, people_of

NO_ACCOUNT: Final = "There is no account at this address. The portfolio lists every account there is."


async def document(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime) -> PlanDocument:
    """The plan of an account on the revision it climbs, as of `now`. Raises NotFound for an unknown account."""
    header = await account.header(session, account_id)
    if header is None:
        raise NotFound(NO_ACCOUNT)
    today = now.astimezone(UTC).date()
    record = await readiness.load(session, account_id, now)
    run, handoff = record.facts.onboarding, record.handoff
    owners = await track_owners.of_account(session, account_id)
    return PlanDocument(
        account=header.name,
        written=await success_plans.of_account(session, account_id),
        aims=_aims(catalogue, await success_plans.agreed(session, account_id), run),
        words=handoff.success_metric,
        stations=lifecycle.journey(run, catalogue.lifecycle.schedule, today),
        milestones=await _milestones(session, catalogue, account_id, run, today),
        tracks=tuple(TrackLine(one, _owner(one, owners)) for one in catalogue.lifecycle.tracks.values()),
        people=people_of(handoff),
        guide=header.guide,
        technical_lead=record.technical_lead.name if record.technical_lead else None,
        today=today,
    )


def _owner(track: Track, owners: Mapping[str, Owner]) -> str:
    """Who owns a track by name; until somebody does, who typically would."""
    return (owners[track.id].name if track.id in owners else "") or track.owner


def _aims(catalogue: Catalogue, agreed: Sequence[Agreed], run: Onboarding) -> tuple[Aim, ...]:
    live = run.went_live_on or run.target_go_live_on
    found = []
    for target, name, unit in agreed:
        measured = catalogue.measures.get(target.metric_id)
        called = catalogue.metrics[target.metric_id].name if measured else name or target.metric_id
        found.append(Aim(called, measured.unit if measured else unit or "", target, goals_of(target, live)))
    return tuple(found)


async def _milestones(
    session: AsyncSession, catalogue: Catalogue, account_id: UUID, run: Onboarding, today: date
) -> tuple[PlannedMilestone, ...]:
    """The admins' ladder: what the account as a whole gets done."""
    profile = await discovery.profile(session, catalogue=catalogue, account_id=account_id)
    reached = await account.reached(session, account_id)
    done = {one.milestone_id for one in reached}
    ladder = recombine(catalogue.ladders[Role.ADMIN], profile, done)
    return tuple(_planned(milestone, reached, run, today) for milestone in ladder.milestones)


def _planned(milestone: Milestone, reached: Sequence[Reached], run: Onboarding, today: date) -> PlannedMilestone:
    days = [one.at.date() for one in reached if one.milestone_id == milestone.id]
    return PlannedMilestone(
        milestone.title, milestone.outcome, planned_on(milestone, run, None, today), min(days, default=None)
    )


async def written(session: AsyncSession, account_id: UUID) -> Written:
    """What of an account's plan was written by hand."""
    return await success_plans.of_account(session, account_id)


async def save(session: AsyncSession, *, account_id: UUID, written: Written, doer: Doer, now: datetime) -> None:
    """Keep what was written, at the version it was filled from. Raises Forbidden and Stale."""
    doer.require_guide()
    there = await success_plans.of_account(session, account_id)
    if not await success_plans.keep(session, account_id=account_id, written=written, by=doer.name, now=now):
        raise Stale(version=there.version, now=fields(there), by=there.edited_by)
    act = Act("plan.saved", "success plan", before=_told(there), after=_told(written))
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await accounts.touch(session, [account_id])


async def share(session: AsyncSession, *, account_id: UUID, shared: bool, doer: Doer, now: datetime) -> None:
    """Let the customer's people read the plan, or no longer. Raises Forbidden, and Conflict for an unwritten one."""
    doer.require_guide()
    if not await success_plans.share(session, account_id=account_id, at=now if shared else None):
        message = "Write down the goal first: a plan without one tells the customer nothing."
        raise Conflict(message)
    act = Act("plan.shared" if shared else "plan.withdrawn", "success plan")
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await accounts.touch(session, [account_id])


def fields(there: Written) -> dict[str, object]:
    """What was written, by the names of the form's fields."""
    return {"goal": there.goal, "use_cases": there.use_cases, "risks": there.risks}


def _told(there: Written) -> dict[str, str | None]:
    return {name: str(value) or None for name, value in fields(there).items()}
