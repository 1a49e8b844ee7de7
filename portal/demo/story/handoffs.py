"""What the demo's vendor found out, agreed and wrote down about each account on its way to go-live."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

from portal.db.tables import Base, CheckAnswer, GoLive, Kickoff, PartHolder, SuccessPlan
from portal.demo.story.people import DemoStakeholder
from portal.demo.story.plan import AccountPlan
from portal.domain.lifecycle import WEEK
from portal.domain.readiness import Ticked
from portal.domain.roles import Capacity, Duty, Part

SALES: Final = ("Bea Lindgren", "bea@marlowe.example")
PROMISES: Final = "A pilot in week 2, single sign-on without extra charge, and a named CSM for the first year."
REQUIREMENTS: Final = (
    "Entra ID for sign-in; orders arrive from their ERP every five minutes; two years of routes to move; the security "
    "review takes five working days."
)
CRITERIA: Final = (
    "Sign-in works for everybody, orders have arrived on their own for five working days, and the pilot group says "
    "that it is ready."
)
GOAL: Final = "One picture of every order by the time the season starts, and nobody who types one twice."
USE_CASES: Final = (
    "Dispatch of daily orders, because it brings most\nExceptions closed within the hour\nRoutes planned across sites"
)
RISKS: Final = (
    "The ERP export stalls: IT watches it, and orders go out from the old screen meanwhile.\n"
    "The pilot group is busy at month end: we train in the first half of the month."
)
PARTS: Final[Mapping[Part, Duty]] = {
    Part.PROJECT_OWNER: Duty.DRIVES,
    Part.EXECUTIVE_SPONSOR: Duty.ESCALATES,
    Part.ECONOMIC_BUYER: Duty.ESCALATES,
    Part.TECHNICAL_LEAD: Duty.UNBLOCKS,
    Part.CHAMPION: Duty.ATTENDS,
}
"""Who plays which part, by the duty they have."""
CHECKS: Final = (
    ("sso_complete", Ticked.YES, "Everybody of the pilot has signed in through it."),
    ("training_held", Ticked.YES, "Two sessions; the recording is in the hub."),
    ("data_migrated", Ticked.NOT_NEEDED, "They start with new orders only."),
    ("integrations_live", Ticked.NO, "Three good days of five so far."),
    ("support_open", Ticked.YES, None),
    ("baseline_measured", Ticked.YES, None),
    ("pilot_uses_it", Ticked.YES, None),
    ("issues_resolved", Ticked.YES, None),
    ("touchpoints_booked", Ticked.YES, None),
)
"""The go-live checklist in the order in which it is answered."""
HELD_AT: Final = time(13, tzinfo=UTC)
MINUTES: Final = 45
FIRST_CHECKS: Final = 3 * WEEK
"""So long after kickoff the first checks are answered."""
PLAN_AFTER: Final = 2 * WEEK
"""So long after kickoff the success plan is shared."""


def record(plan: AccountPlan) -> Mapping[str, object]:
    """What sales and CS found out, as columns of `handoffs`; no number to measure by, nothing that would stop it."""
    name, email = SALES
    decides = next((one.name for one in _named(plan) if one.duty is Duty.ESCALATES), None)
    return {
        "sales_name": name,
        "sales_email": email,
        "promises": PROMISES,
        "technical_requirements": REQUIREMENTS,
        "handoff_meeting_on": (plan.created_at + timedelta(days=4)).date(),
        "go_no_go": CRITERIA if plan.success_metric else None,
        "decides_go_live": decides,
    }


def about_owner(plan: AccountPlan, holder: DemoStakeholder) -> Mapping[str, object]:
    """What is known of whoever drives the project, as columns of `stakeholders`."""
    if holder.duty is not Duty.DRIVES or holder not in _named(plan):
        return {}
    motive = "Their own team asked for it; a good start is worth a promotion."
    return {"capacity": Capacity.DEDICATED, "authority": "Decides on rollout and training.", "motivation": motive}


def parts(plan: AccountPlan) -> Iterator[Base]:
    """Who plays which part in buying and in the project."""
    by_duty = {one.duty: one for one in _named(plan)}
    for part, duty in PARTS.items():
        if duty in by_duty:
            yield PartHolder(account_id=plan.id, part=part, stakeholder_id=by_duty[duty].id)


def on_the_way(plan: AccountPlan, now: datetime) -> Iterator[Base]:
    """The kickoff, the success plan, the checklist and the go-live, as far as an account has come."""
    if plan.situation.blocked or plan.kickoff_on is None:
        return
    starts_at = datetime.combine(plan.kickoff_on, HELD_AT)
    by = plan.csm.name if plan.csm else SALES[0]
    yield _kickoff(plan, starts_at, by, now)
    if now >= starts_at + PLAN_AFTER:
        yield _plan(plan, starts_at, by)
    yield from _answers(plan, starts_at, by, now)
    if plan.went_live_on:
        at = datetime.combine(plan.went_live_on, HELD_AT)
        yield GoLive(account_id=plan.id, number=1, went_live_on=plan.went_live_on, declared_by=by, declared_at=at)


def _kickoff(plan: AccountPlan, starts_at: datetime, by: str, now: datetime) -> Kickoff:
    """The kickoff; of one that was held in the last days the recap has not gone out."""
    invited = [f"{one.name} <{one.email}>" if one.email else one.name for one in _named(plan)]
    told = now > starts_at + WEEK
    return Kickoff(
        account_id=plan.id,
        starts_at=starts_at,
        minutes=MINUTES,
        attendees=[*invited, by],
        recap=_recap(plan) if told else None,
        recap_sent_at=starts_at + timedelta(hours=5) if told else None,
        recap_sent_by=by if told else None,
        edited_by=by,
    )


def _recap(plan: AccountPlan) -> str:
    lines = [f"- Success: {plan.success_metric}"] if plan.success_metric else []
    if plan.target_go_live_on:
        lines.append(f"- Timeline: go-live on {plan.target_go_live_on:%-d %B}.")
    lines += [f"- {one.duty.label}: {one.name}" for one in _named(plan)]
    return "Hi all,\n\nThank you for today. This is what we agreed:\n\n" + "\n".join(lines)


def _plan(plan: AccountPlan, starts_at: datetime, by: str) -> SuccessPlan:
    written = starts_at + timedelta(days=9)
    shared = starts_at + PLAN_AFTER
    texts = {"goal": GOAL, "use_cases": USE_CASES, "risks": RISKS}
    return SuccessPlan(account_id=plan.id, **texts, edited_at=written, edited_by=by, shared_at=shared)


def _answers(plan: AccountPlan, starts_at: datetime, by: str, now: datetime) -> Iterator[CheckAnswer]:
    """The checklist: from the fourth week on two more checks each week; everything holds once it is live."""
    since = now - starts_at - FIRST_CHECKS
    answered = len(CHECKS) if plan.went_live_on else max(since // WEEK + 1, 0) * 2
    for place, (check_id, answer, note) in enumerate(CHECKS[:answered]):
        held = Ticked.YES if plan.went_live_on and answer is Ticked.NO else answer
        at = min(starts_at + FIRST_CHECKS + place * timedelta(days=2), now)
        yield CheckAnswer(
            account_id=plan.id,
            check_id=check_id,
            answer=held,
            note=note if held is answer else None,
            edited_by=by,
            answered_at=at,
        )


def _named(plan: AccountPlan) -> Sequence[DemoStakeholder]:
    return [one for one in plan.stakeholders if one.duty not in plan.situation.unnamed]
