"""A member's ladder: what their account's profile calls for, in the order of its arm, and who climbs along."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import acts as act_rows
from portal.db import discovery, onboarding, people
from portal.db import experiments as experiment_rows
from portal.db import progress as progress_rows
from portal.domain import lifecycle, pace
from portal.domain.acts import Acts
from portal.domain.errors import NotFound
from portal.domain.experiments import Encounter, Experiment, Order, differs_around, divergence, may_enrol, propose
from portal.domain.people import SignedInMember, initials
from portal.domain.personal import personal_ladder, recombine
from portal.domain.playbook import Catalogue, Ladder, Milestone
from portal.domain.profile import Profile
from portal.domain.progress import LadderProgress, MilestoneProgress, climb
from portal.domain.roles import Role
from portal.domain.wording import phrase

TEAM_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Teammate:
    """A colleague and how far they are on their own ladder."""

    name: str
    initials: str
    role: Role
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class LadderView:
    """What a ladder page shows.

    `encounters` are experiment differences that showing it must record. `planned` holds the plan's day by milestone
    id; `due_on` is that of the shown milestone, while it is open and does not rest; `acts` what was done with it.
    """

    progress: LadderProgress
    shown: MilestoneProgress | None
    due_on: date | None
    week: int | None
    phase: lifecycle.Phase
    run: onboarding.Run
    profile: Profile
    planned: Mapping[str, date]
    acts: Acts
    team: tuple[Teammate, ...]
    encounters: tuple[Encounter, ...]

    @property
    def guide(self) -> str | None:
        """The name of the CSM who guides the account."""
        return self.run.guide

    @property
    def version(self) -> int:
        """Tells an open page whether what it shows is still what is stored."""
        return self.run.version


async def home(session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember, now: datetime) -> LadderView:
    """The member's whole ladder, the current milestone expanded."""
    return await _view(session, catalogue, member, None, now)


async def focus(
    session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember, milestone_id: str, now: datetime
) -> LadderView:
    """The ladder with one milestone expanded. Raises NotFound when it is not on the member's ladder."""
    return await _view(session, catalogue, member, milestone_id, now)


async def _view(
    session: AsyncSession, catalogue: Catalogue, member: SignedInMember, focused: str | None, now: datetime
) -> LadderView:
    facts = await progress_rows.member_facts(
        session, catalogue=catalogue, account_id=member.account_id, member_id=member.id
    )
    profile = await discovery.profile(session, catalogue=catalogue, account_id=member.account_id)
    own = personal_ladder(catalogue, catalogue.ladders[member.role], profile, facts)
    if focused is not None and own.milestone(focused) is None:
        raise NotFound(phrase("This milestone is not on your ladder. Your ladder shows the ones that are."))
    arranged, encounters = await _arrange(session, catalogue, member, own, focused)
    progress = climb(personal_ladder(catalogue, arranged, profile, facts), facts, now.date())
    run = await onboarding.run(session, member.account_id)
    planned = pace.planned_days(progress.ladder, run.onboarding, member.joined_on, now.date())
    shown = progress.current if focused is None else progress.find(focused)
    return LadderView(
        progress=progress,
        shown=shown,
        due_on=_due_on(shown, planned),
        week=lifecycle.week(run.onboarding, now.date()),
        phase=lifecycle.phase(run.onboarding, now.date()),
        run=run,
        profile=profile,
        planned=planned,
        acts=await act_rows.acts_of(session, member=member, at=shown) if shown else Acts(),
        team=await _team(session, catalogue, member, profile),
        encounters=encounters,
    )


def _due_on(shown: MilestoneProgress | None, planned: Mapping[str, date]) -> date | None:
    if shown is None or shown.state.reached or shown.away_until:
        return None
    return planned.get(shown.milestone.id)


async def _arrange(
    session: AsyncSession, catalogue: Catalogue, member: SignedInMember, own: Ladder, focused: str | None
) -> tuple[Ladder, tuple[Encounter, ...]]:
    """The role's whole ladder in the order of the account's arm, and what showing it means to experiments.

    Arms are written for the whole ladder; what they make of it is judged on the member's own.
    """
    ladder = catalogue.ladders[member.role]
    experiments = [experiment for experiment in catalogue.experiments if experiment.ladder == ladder.id]
    arms = await experiment_rows.arms(session, account_id=member.account_id, member_id=member.id) if experiments else {}
    encounters = []
    for experiment in experiments:
        order = Order(tuple(m.id for m in ladder.milestones), frozenset(m.id for m in own.milestones))
        arm = arms.get(experiment.id)
        if arm is None and not await _may_enrol(session, experiment, order, member.account_id):
            continue
        variant = experiment.variant(arm.variant or "") if arm else propose(experiment, str(member.account_id))
        seen = variant is not None and _visible(experiment, order, focused)
        if arm is None or (seen and not arm.exposed):
            shown = variant.id if variant else None
            encounters.append(Encounter(experiment.id, shown, assign=arm is None, expose=seen))
        if variant:
            ladder = replace(ladder, milestones=_in_order(ladder, variant.order(order.ids)))
    return ladder, tuple(encounters)


async def _may_enrol(session: AsyncSession, experiment: Experiment, order: Order, account_id: UUID) -> bool:
    done = await progress_rows.done_in_account(session, account_id)
    return may_enrol(experiment, order, done, await experiment_rows.enrolled(session, experiment.id))


def _visible(experiment: Experiment, order: Order, focused: str | None) -> bool:
    if focused is None:
        return divergence(experiment, order) is not None
    return differs_around(experiment, order, focused)


def _in_order(ladder: Ladder, ids: tuple[str, ...]) -> tuple[Milestone, ...]:
    by_id = {milestone.id: milestone for milestone in ladder.milestones}
    return tuple(by_id[milestone_id] for milestone_id in ids)


async def _team(
    session: AsyncSession, catalogue: Catalogue, member: SignedInMember, profile: Profile
) -> tuple[Teammate, ...]:
    rows = await people.teammates(session, account_id=member.account_id, member_id=member.id, limit=TEAM_SHOWN)
    team = []
    for row in rows:
        ids = {milestone.id for milestone in recombine(catalogue.ladders[row.role], profile, row.reached).milestones}
        team.append(Teammate(row.name, initials(row.name), row.role, len(row.reached & ids), len(ids)))
    return tuple(team)
