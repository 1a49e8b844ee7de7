"""What the demo's CSMs keep in their own hub: decisions and who knows of them, internal tasks, a note that was sent."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from portal.db.tables import Base, Decision, DecisionReader, DecisionText, SyncNote, Task
from portal.demo.story.companies import WELL_KNOWN
from portal.demo.story.people import draw_id
from portal.demo.story.plan import AccountPlan
from portal.demo.story.vendor import SAMIR
from portal.domain.decision_log import Wording
from portal.domain.names import is_person
from portal.domain.sync_note import WEEK, monday_of
from portal.domain.tasks import Audience
from portal.domain.wording import day

DECIDED: Final = (
    (3, "The pilot starts at one site", "One site shows what works before everybody depends on it."),
    (9, "Late means more than 15 minutes after the window", "The two definitions in use disagreed by a third."),
    (16, "Single sign-on comes before the training", "Nobody wants a second password in their first week."),
    (24, "The planning sheet goes away on the day of go-live", "Two sources of truth cost the last project a month."),
)
"""So many days after kickoff, what was decided and why."""
FORMERLY: Final = "Late means more than 5 minutes after the window"
SINK_IN: Final = timedelta(days=4)
"""So long after a decision everybody has been told."""

UNDER_WAY: Final = (
    ("Check the import with the technical lead", 3),
    ("Prepare the weekly call", 1),
    ("Send the recap of the last call", -1),
    ("Ask for two more people in the pilot", 5),
)
AFTER_GO_LIVE: Final = (("Draft the value report", 5), ("Ask for a user story", 8), ("Prepare the business review", 2))
"""What a CSM has to do, and in how many days."""


def hub(plan: AccountPlan, staff: Mapping[str, UUID], now: datetime) -> Iterator[tuple[Base, ...]]:
    """The rows of an account, those first to which the others refer; none before kickoff, and without a CSM."""
    if plan.kickoff_on is None or plan.kickoff_on > now.date() or plan.csm is None:
        return
    random = Random(f"hub/{plan.company.slug}")
    decisions = tuple(_decisions(random, plan, now))
    yield decisions
    yield tuple(row for decision in decisions for row in _readers(plan, decision, now.date()))
    yield tuple(_tasks(random, plan, staff[plan.csm.subject], now.date()))
    if plan.company is WELL_KNOWN[0]:
        yield tuple(_freed(random, plan, staff, now.date()))
        yield (*map(_former, decisions[1:2]), _note(plan, now))


def _decisions(random: Random, plan: AccountPlan, now: datetime) -> Iterator[Decision]:
    names = [holder.name for holder in plan.stakeholders if is_person(holder.name)]
    for days, what, why in DECIDED:
        on = (plan.kickoff_on or now.date()) + timedelta(days=days)
        if on > now.date() or not names or not plan.csm:
            return
        says = Wording(what, why, random.choice(names), on)
        yield Decision(
            id=draw_id(random),
            account_id=plan.id,
            what=says.what,
            why=says.why,
            decided_by=says.decided_by,
            decided_on=on,
            search=says.search,
            edited_by=plan.csm.name,
            edited_at=datetime.combine(on, time(16), now.tzinfo),
            version=2 if plan.company is WELL_KNOWN[0] and what == DECIDED[1][1] else 1,
        )


def _readers(plan: AccountPlan, decision: Decision, today: date) -> Iterator[DecisionReader]:
    names = sorted({holder.name for holder in plan.stakeholders if is_person(holder.name)} - {decision.decided_by})
    told_on = decision.decided_on + timedelta(days=1)
    for place, name in enumerate(names):
        knows = decision.decided_on <= today - SINK_IN or (place == 0 and told_on <= today)
        yield DecisionReader(
            account_id=plan.id,
            decision_id=decision.id,
            name=name,
            told_on=told_on if knows else None,
            told_by=decision.edited_by if knows else None,
        )


def _former(decision: Decision) -> DecisionText:
    return DecisionText(
        account_id=decision.account_id,
        decision_id=decision.id,
        version=1,
        what=FORMERLY,
        why=decision.why,
        decided_by=decision.decided_by,
        decided_on=decision.decided_on - timedelta(days=2),
        edited_by=decision.edited_by,
        edited_at=decision.edited_at - timedelta(days=2),
    )


def _tasks(random: Random, plan: AccountPlan, csm: UUID, today: date) -> Iterator[Task]:
    some = random.sample(UNDER_WAY if plan.under_way else AFTER_GO_LIVE, k=random.randint(1, 2))
    for title, days in some:
        yield _internal(random, plan, title, owner=csm, due_on=today + timedelta(days=days))


def _freed(random: Random, plan: AccountPlan, staff: Mapping[str, UUID], today: date) -> Iterator[Task]:
    """One task that another waited for, done yesterday, and one that waits for that other."""
    csm = staff[plan.csm.subject] if plan.csm else None
    soon, later = today + timedelta(days=2), today + timedelta(days=9)
    first = _internal(random, plan, "Open the sandbox for their import", owner=staff[SAMIR.subject], due_on=today)
    first.done_on, first.done_by = today - timedelta(days=1), SAMIR.name
    then = _internal(random, plan, "Load last month's orders into the sandbox", owner=csm, due_on=soon)
    then.first_id = first.id
    last = _internal(random, plan, "Book the go-live readiness review", owner=csm, due_on=later)
    last.first_id = then.id
    yield from (first, then, last)


def _internal(random: Random, plan: AccountPlan, title: str, *, owner: UUID | None, due_on: date) -> Task:
    return Task(
        id=draw_id(random),
        account_id=plan.id,
        title=title,
        audience=Audience.INTERNAL,
        staff_id=owner,
        due_on=due_on,
        edited_by=plan.csm.name if plan.csm else None,
    )


def _note(plan: AccountPlan, now: datetime) -> SyncNote:
    week = monday_of(now.date()) - WEEK
    by = plan.csm.name if plan.csm else None
    text = (
        f"# {plan.company.name}: week of {day(week)}\n\n"
        "Single sign-on works for everybody in the pilot, and the first site has its roles.\n\n"
        "## Next\n\n- Connect the order data\n- Train the second shift\n"
    )
    friday = datetime.combine(week + timedelta(days=4), time(15), now.tzinfo)
    return SyncNote(account_id=plan.id, week=week, text=text, version=2, edited_by=by, sent_at=friday, sent_by=by)
