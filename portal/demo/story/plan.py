"""One demo account as it will be recorded: dates, people, action items. Drawn from a seed, relative to today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from portal.demo.story.companies import Company, companies
from portal.demo.story.items import DemoItem, items_of
from portal.demo.story.people import DemoMember, DemoStakeholder, draw_id, members_of, stakeholders_of
from portal.demo.story.situations import Csm, Days, Situation, situation_of
from portal.demo.story.vendor import CSMS, FULLY_BOOKED, StaffMember

SEED = 7
TYPICAL_DAYS = 42
FIRST_CSM_HAS = 6
"""The accounts from the start of the list that one CSM guides, so that their stories are told in one place."""
LONGEST_HISTORY = timedelta(days=182)
PILOT_AFTER = 10
DEAL_DRIVERS = (
    "Dispatchers retype every order by hand; two full posts go into it.",
    "Late deliveries cost them a contract last year. They want exceptions the same hour.",
    "Three sites plan in three spreadsheets. The board wants one picture by spring.",
    "Their old dispatch system loses support at the end of the year.",
    "They grew by a third and cannot hire planners fast enough.",
)
SUCCESS_METRICS = (
    "Minutes to dispatch an order: 41 today; 25 after 3 months, 20 after 6, 15 after 12.",
    "Exceptions closed the same hour: 30% today; 60% after 3 months, 75% after 6, 85% after 12.",
    "Sites that plan in one place: 0 of 3 today; 1 after 3 months, 2 after 6, 3 after 12.",
    "Orders dispatched in the old system: all today; half after 3 months, a tenth after 6, none after 12.",
    "Orders a planner handles in a day: 60 today; 75 after 3 months, 85 after 6, 100 after 12.",
)
"""What each of the drivers is measured by, with the baseline and the targets."""
TOLD = 0
"""The first account's people tell of the first driver, so that is what theirs is measured by."""
HUB = "https://hub.marlowe.example/accounts/"


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """Everything about one demo account that its records hold."""

    id: UUID
    company: Company
    situation: Situation
    csm: StaffMember | None
    created_at: datetime
    deal_drivers: str
    hub_url: str | None
    success_metric: str | None
    kickoff_on: date | None
    target_go_live_on: date | None
    went_live_on: date | None
    pilot_started_on: date | None
    members: tuple[DemoMember, ...]
    stakeholders: tuple[DemoStakeholder, ...]
    items: tuple[DemoItem, ...]
    hold_from: date | None

    @property
    def under_way(self) -> bool:
        """Whether it was kicked off and has not gone live."""
        return not self.situation.before_kickoff and self.went_live_on is None

    @property
    def active(self) -> tuple[DemoMember, ...]:
        """The members who have begun, the most eager first."""
        return tuple(member for member in self.members if not member.fresh)


@dataclass(frozen=True, slots=True)
class _Dates:
    created: date
    kickoff: date | None
    target: date | None
    live: date | None
    pilot: date | None


def plan_accounts(number: int, now: datetime, seed: int = SEED) -> tuple[AccountPlan, ...]:
    """The first `number` accounts. The same seed and day give the same plans."""
    return tuple(_plan(company, situation_of(i), i, now, seed) for i, company in enumerate(companies(number)))


def _plan(company: Company, situation: Situation, index: int, now: datetime, seed: int) -> AccountPlan:
    random = Random(f"{seed}/{company.slug}")
    today = now.date()
    dates = _dates(random, situation, today)
    created = datetime.combine(dates.created, time(8, 30), now.tzinfo)
    account = draw_id(random)
    members = members_of(random, company, situation, created, datetime.combine(today, time(), now.tzinfo))
    stakeholders = stakeholders_of(random, company, situation, members)
    agreed = random.randrange(len(DEAL_DRIVERS)) if index else TOLD
    return AccountPlan(
        id=account,
        company=company,
        situation=situation,
        csm=_csm(situation, index),
        created_at=created,
        deal_drivers=DEAL_DRIVERS[agreed],
        hub_url=HUB + company.slug if situation.hub else None,
        success_metric=SUCCESS_METRICS[agreed] if situation.metric else None,
        kickoff_on=dates.kickoff,
        target_go_live_on=dates.target,
        went_live_on=dates.live,
        pilot_started_on=dates.pilot,
        members=members,
        stakeholders=stakeholders,
        items=items_of(
            random, situation.items, kickoff=dates.kickoff, live=dates.live, today=today, stakeholders=stakeholders
        ),
        hold_from=today - timedelta(days=situation.hold.began) if situation.hold else None,
    )


def _csm(situation: Situation, index: int) -> StaffMember | None:
    match situation.csm:
        case Csm.NOBODY:
            return None
        case Csm.FULLY_BOOKED:
            return FULLY_BOOKED
        case Csm.WITH_ROOM:
            free = [csm for csm in CSMS if csm is not FULLY_BOOKED or situation.live]
            return free[0] if index < FIRST_CSM_HAS else free[index % len(free)]


def _dates(random: Random, situation: Situation, today: date) -> _Dates:
    live = _ago(random, situation.live, today)
    if live:
        kickoff: date | None = live - timedelta(days=random.randint(35, 45))
        target: date | None = live + timedelta(days=random.randint(-5, 7))
    else:
        kickoff = _ago(random, situation.kickoff, today)
        target = today + timedelta(days=random.randint(*situation.target)) if situation.target else None
    began = min(kickoff or today, today)
    return _Dates(
        created=began - timedelta(days=random.randint(9, 24)),
        kickoff=kickoff,
        target=target,
        live=live,
        pilot=_pilot(situation, kickoff, today) if kickoff else None,
    )


def _pilot(situation: Situation, kickoff: date, today: date) -> date | None:
    if not situation.has_pilot:
        return None
    if situation.pilot_days is not None:
        return today - timedelta(days=situation.pilot_days)
    return kickoff + timedelta(days=PILOT_AFTER)


def _ago(random: Random, days: Days | None, today: date) -> date | None:
    return today - timedelta(days=random.randint(*days)) if days else None
