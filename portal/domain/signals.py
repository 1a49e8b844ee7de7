"""Facts about an account as of a day, and what they say: DOMAIN §6's table, one function a signal.

Each function counts a signal's numbers and puts them into words; `signal_rules.py` says what follows from them.
Thresholds are data of the risk trees. Windows count days on which the clocks ran, so a hold moves them back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Final

from portal.domain import lifecycle
from portal.domain.adoption import WeekCount, adoption_trend
from portal.domain.decisions import Numbers, decide
from portal.domain.invites import Invite
from portal.domain.lifecycle import Onboarding
from portal.domain.names import is_person
from portal.domain.risk import Evidence, SignalValue, Tree
from portal.domain.roles import Duty
from portal.domain.signal_rules import DECISIONS
from portal.domain.wording import count_of, day, listed, lower_first

Thresholds = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Guide:
    """The CSM of an account. `others_open` counts their other onboardings that are still open."""

    name: str
    others_open: int
    limit: int


@dataclass(frozen=True, slots=True)
class Action:
    """Something the customer has to do."""

    title: str
    owner: str | None
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class PilotMember:
    """Somebody of the pilot group, and the last day they used the product."""

    name: str
    last_active_on: date | None = None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What is stored about an account, as it was at the end of `today`."""

    today: date
    onboarding: Onboarding = field(default_factory=Onboarding)
    typical_days: int = 0
    handoff_on: date | None = None
    duties: Mapping[Duty, str] = field(default_factory=dict)
    guide: Guide | None = None
    invites: tuple[Invite, ...] = ()
    actions: tuple[Action, ...] = ()
    pilot_started_on: date | None = None
    pilot: tuple[PilotMember, ...] = ()
    weeks: tuple[WeekCount, ...] = ()
    members: int = 0

    def last_days(self, count: float) -> frozenset[date]:
        """The last so many days on which the clocks ran, today included."""
        return lifecycle.last_days(self.onboarding.holds, self.today, int(count))


def owner_named(facts: AccountFacts, thresholds: Thresholds) -> SignalValue:
    """Yes when every duty has a named person. A role, a team or an empty line is not a name."""
    given = {duty: facts.duties.get(duty, "") for duty in Duty}
    if facts.handoff_on is None:
        numbers = {"named": None, "duties": len(given)}
        says = "Sales has not handed this account over."
        return _signal("owner_named", numbers, thresholds, says, missing="The handoff record from sales.")
    open_duties = [duty for duty, name in given.items() if not is_person(name)]
    named = len(given) - len(open_duties)
    says = "All four duties have a named person."
    if open_duties:
        says = f"{named} of {len(given)} duties {_has(named)} a named person. {_open_duties(given, open_duties)}"
    on = facts.handoff_on.isoformat()
    rows = tuple(Evidence(duty.label, on, _holder(name)) for duty, name in given.items())
    return _signal("owner_named", {"named": named, "duties": len(given)}, thresholds, says, rows=rows)


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


def _holder(name: str) -> str:
    if not name.strip():
        return "no one named"
    return name if is_person(name) else f"“{name}” is not a name"


def _open_duties(given: Mapping[Duty, str], open_duties: list[Duty]) -> str:
    says = f"Still open: {listed([lower_first(duty.label) for duty in open_duties])}."
    said = sorted({given[duty] for duty in open_duties if given[duty].strip()})
    if not said:
        return says
    quoted = listed([f"“{name}”" for name in said])
    return f"{says} {quoted} {'is not a person' if len(said) == 1 else 'are not people'}."


def timeline_realistic(facts: AccountFacts, thresholds: Thresholds) -> SignalValue:
    """Yes when the days to the target are at least what accounts like this one take."""
    target = facts.onboarding.target_go_live_on
    if target is None:
        numbers = {"days": None, "typical": facts.typical_days}
        missing = "A target date agreed with the customer."
        return _signal("timeline_realistic", numbers, thresholds, "No go-live date is agreed.", missing=missing)
    start = max(facts.onboarding.kickoff_on or facts.today, facts.today)
    days = lifecycle.running_days(facts.onboarding.holds, start, target, facts.today)
    short = facts.typical_days - days
    says = f"{count_of(days, 'day')} to the target of {day(target)}; accounts like this take {facts.typical_days}"
    says += f", so it is {count_of(short, 'day')} short." if short > 0 else "."
    rows = (
        Evidence("Clock starts", start.isoformat(), "kickoff" if start > facts.today else "today"),
        Evidence("Target go-live", target.isoformat(), f"{count_of(days, 'day')} later"),
    )
    return _signal("timeline_realistic", {"days": days, "typical": facts.typical_days}, thresholds, says, rows=rows)


def capacity_available(facts: AccountFacts, thresholds: Thresholds) -> SignalValue:
    """Yes when the CSM's other open onboardings are fewer than their limit."""
    if facts.guide is None:
        nobody = {"others_open": None, "limit": None}
        missing = "A CSM for this account."
        return _signal("capacity_available", nobody, thresholds, "No CSM is assigned.", missing=missing)
    guide = facts.guide
    says = f"{guide.name} carries {guide.others_open} other open onboardings; the limit is {guide.limit}."
    numbers = {"others_open": guide.others_open, "limit": guide.limit}
    row = Evidence(guide.name, facts.today.isoformat(), f"{guide.others_open} of {guide.limit}")
    return _signal("capacity_available", numbers, thresholds, says, rows=(row,))


def responding(facts: AccountFacts, thresholds: Thresholds) -> SignalValue:
    """Yes when enough of the invites of the last days were accepted or attended."""
    days = facts.last_days(thresholds["days"])
    invites = [invite for invite in facts.invites if invite.sent_on in days]
    well = sum(invite.state.answered_well for invite in invites)
    numbers = {"answered": well, "sent": len(invites)}
    if not invites:
        says = f"No invite was sent in the last {thresholds['days']:.0f} days."
        missing = "The next meeting invite, or a note of one that was sent by hand."
        return _signal("responding", numbers, thresholds, says, missing=missing)
    verb = "was" if well == 1 else "were"
    says = f"{well} of {count_of(len(invites), 'invite')} since {day(min(days))} {verb} accepted or attended."
    rows = tuple(Evidence(i.title, i.sent_on.isoformat(), i.state) for i in invites)
    return _signal("responding", numbers, thresholds, says, rows=rows)


def completing_actions(facts: AccountFacts, thresholds: Thresholds) -> SignalValue:
    """Yes when enough items that fell due lately are done and no open one is too late.

    An open item that is too late answers no even where nothing fell due lately.
    """
    days = facts.last_days(thresholds["days"])
    late = {action: _days_late(facts, action) for action in facts.actions}
    oldest = max(late.values(), default=0)
    due = [action for action in facts.actions if action.due_on in days]
    done = sum(_done(facts, action) for action in due)
    numbers = {"done": done, "due": len(due), "oldest_days_late": oldest}
    shown = [a for a in facts.actions if a.due_on in days or late[a] > thresholds["max_days_late"]]
    if not shown:
        says = f"Nothing fell due in the last {thresholds['days']:.0f} days."
        missing = "Two action items with an owner and a date."
        return _signal("completing_actions", numbers, thresholds, says, missing=missing)
    says = f"{done} of {count_of(len(shown), 'action item')} {'is' if done == 1 else 'are'} done"
    says += f"; the oldest is {count_of(oldest, 'day')} late." if oldest else "; none is late."
    rows = tuple(_action_row(facts, action, late[action]) for action in sorted(shown, key=lambda a: a.due_on))
    return _signal("completing_actions", numbers, thresholds, says, rows=rows)


def _done(facts: AccountFacts, action: Action) -> bool:
    return action.done_on is not None and action.done_on <= facts.today


def _days_late(facts: AccountFacts, action: Action) -> int:
    if _done(facts, action):
        return 0
    return lifecycle.running_days(facts.onboarding.holds, action.due_on, facts.today, facts.today)


def _action_row(facts: AccountFacts, action: Action, late: int) -> Evidence:
    label = f"{action.title} ({action.owner})" if action.owner else f"{action.title} (no owner)"
    state = "done" if _done(facts, action) else f"{count_of(late, 'day')} late" if late else "due today"
    return Evidence(label, action.due_on.isoformat(), state)


def pilot_active(facts: AccountFacts, thresholds: Thresholds) -> SignalValue:
    """Yes when enough of the pilot group used the product in the last days."""
    days = facts.last_days(thresholds["days"])
    started, pilot = facts.pilot_started_on, facts.pilot
    age = lifecycle.running_days(facts.onboarding.holds, started, facts.today, facts.today) if started else None
    active = sum(member.last_active_on in days for member in pilot)
    numbers = {"active": active, "pilot": len(pilot), "age_days": age}
    if not pilot:
        missing = "The pilot group, person by person."
        return _signal("pilot_active", numbers, thresholds, "Nobody is in the pilot group yet.", missing=missing)
    if started is None or age is None:
        missing = "The day the pilot starts."
        return _signal("pilot_active", numbers, thresholds, "The pilot has not started.", missing=missing)
    if (left := ceil(thresholds["min_age_days"]) - age) > 0:
        missing = f"{count_of(left, 'more day')} of pilot."
        return _signal(
            "pilot_active", numbers, thresholds, f"The pilot is {count_of(age, 'day')} old.", missing=missing
        )
    verb = "was" if active == 1 else "were"
    says = f"{active} of {len(pilot)} pilot members {verb} active in the last {thresholds['days']:.0f} days."
    rows = tuple(_pilot_row(member, started, active=member.last_active_on in days) for member in pilot)
    return _signal("pilot_active", numbers, thresholds, says, rows=rows)


def _pilot_row(member: PilotMember, started: date, *, active: bool) -> Evidence:
    state = "active" if active else "idle" if member.last_active_on else "never active"
    return Evidence(member.name, (member.last_active_on or started).isoformat(), state)


def _adoption(facts: AccountFacts, thresholds: Thresholds) -> SignalValue:
    return adoption_trend(facts.weeks, facts.members, thresholds)


def _signal(
    name: str,
    numbers: Numbers,
    thresholds: Thresholds,
    says: str,
    *,
    missing: str | None = None,
    rows: tuple[Evidence, ...] = (),
) -> SignalValue:
    """The signal with the value that follows from its numbers."""
    return SignalValue(name, decide(DECISIONS[name], numbers, thresholds), says, numbers, missing, rows)


SIGNALS: Final[Mapping[str, Callable[[AccountFacts, Thresholds], SignalValue]]] = {
    "owner_named": owner_named,
    "timeline_realistic": timeline_realistic,
    "capacity_available": capacity_available,
    "responding": responding,
    "completing_actions": completing_actions,
    "pilot_active": pilot_active,
    "adoption_trend": _adoption,
}
"""How each signal is computed, by name."""


def signals_for(tree: Tree, facts: AccountFacts) -> dict[str, SignalValue]:
    """The signal of every node of a tree, by node id: nodes ask with their own thresholds."""
    return {node.id: SIGNALS[node.signal](facts, node.thresholds) for node in tree.nodes.values()}
