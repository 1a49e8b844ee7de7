"""Whether an onboarding is ready: sections of checks, the gaps among them, and who must close each.

What the record can tell, the portal judges by itself; every other check of the playbook is answered by a person.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from portal.domain.handoff import Handoff
from portal.domain.names import is_person
from portal.domain.plan import Check, Closer, Section
from portal.domain.roles import Duty, Part, Seat
from portal.domain.signals import AccountFacts, Guide, timeline_realistic
from portal.domain.wording import count_of, day, listed, lower_first


class Ticked(StrEnum):
    """What a person answers to a check."""

    YES = "yes"
    NO = "no"
    NOT_NEEDED = "not_needed"

    @property
    def label(self) -> str:
        """The answer as a person reads it."""
        return {"yes": "Yes", "no": "Not yet", "not_needed": "Not needed here"}[self.value]


@dataclass(frozen=True, slots=True)
class Reply:
    """A person's answer to a check, as its form's fields are named; `version` is for the next save."""

    answer: Ticked
    note: str | None
    by: str | None
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Record:
    """Everything checks are judged by. `facts` are those of the risk trees, so that both say the same."""

    handoff: Handoff
    facts: AccountFacts
    technical_lead: Guide | None = None
    replies: Mapping[str, Reply] = field(default_factory=lambda: MappingProxyType({}))


class Finding(NamedTuple):
    """Whether a check holds, and in one sentence why."""

    holds: bool
    says: str


Judge = Callable[[Record], Finding]


@dataclass(frozen=True, slots=True)
class Checked:
    """A check and what became of it. `by_hand` says that a person answers it; `reply` is their answer."""

    check: Check
    holds: bool
    says: str
    by_hand: bool
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A section with its checks, each looked at."""

    section: Section
    checks: tuple[Checked, ...]

    @property
    def gaps(self) -> tuple[Checked, ...]:
        """The checks that do not hold."""
        return tuple(one for one in self.checks if not one.holds)


def look(sections: Iterable[Section], record: Record) -> tuple[Looked, ...]:
    """Every section with its checks as the record has them."""
    return tuple(Looked(section, tuple(_checked(check, record) for check in section.checks)) for section in sections)


def gaps_of(looked: Iterable[Looked]) -> tuple[Checked, ...]:
    """Every gap, in the order of the checks."""
    return tuple(gap for section in looked for gap in section.gaps)


def by_closer(gaps: Sequence[Checked]) -> dict[Closer, tuple[Checked, ...]]:
    """The gaps by who must close them; whoever has none is left out."""
    groups = {closer: tuple(gap for gap in gaps if gap.check.closed_by is closer) for closer in Closer}
    return {closer: group for closer, group in groups.items() if group}


def _checked(check: Check, record: Record) -> Checked:
    judge = JUDGES.get(check.id)
    if judge:
        return Checked(check, *judge(record), by_hand=False)
    reply = record.replies.get(check.id)
    return Checked(check, *_answered(reply), by_hand=True, reply=reply)


def _answered(reply: Reply | None) -> Finding:
    if reply is None:
        return Finding(holds=False, says="Nobody has answered this yet.")
    says = f"{reply.answer.label}, said {reply.by or 'somebody'} on {day(reply.at)}."
    return Finding(reply.answer is not Ticked.NO, f"{says} {reply.note}" if reply.note else says)


def _told(text: str | None, otherwise: str) -> Finding:
    """Holds where something was written, which then is what the check says."""
    return Finding(bool(text), text or otherwise)


def _deal_drivers(record: Record) -> Finding:
    return _told(record.handoff.deal_drivers, "Nobody wrote down why they bought.")


def _promises(record: Record) -> Finding:
    return _told(record.handoff.promises, "Nobody wrote down what was promised. “Nothing” is an answer too.")


def _decision_makers(record: Record) -> Finding:
    return _seats(record.handoff, Part.ECONOMIC_BUYER, Part.EXECUTIVE_SPONSOR, Part.CHAMPION)


def _seats(handoff: Handoff, *seats: Seat) -> Finding:
    """Holds where every seat has a named person."""
    empty = [seat for seat in seats if not handoff.holder(seat).named]
    if not empty:
        return Finding(holds=True, says=f"{listed([f'{handoff.holder(s).name} ({s.label.lower()})' for s in seats])}.")
    says = f"No one named: {listed([lower_first(seat.label) for seat in empty])}."
    written = [handoff.holder(seat).name for seat in empty if handoff.holder(seat).name]
    quoted = listed([f"“{name}”" for name in written]) if written else ""
    return Finding(holds=False, says=f"{says} {quoted} is not a name." if quoted else says)


def _technical_requirements(record: Record) -> Finding:
    text, lead = record.handoff.technical_requirements, record.handoff.holder(Part.TECHNICAL_LEAD)
    if not text:
        return Finding(holds=False, says="Nothing is known of their systems yet.")
    if not lead.named:
        return Finding(holds=False, says="Written down, but no technical lead of theirs has confirmed it by name.")
    return Finding(holds=True, says=f"Confirmed by {lead.name}: {text}")


def _team(record: Record) -> Finding:
    both = {"a CSM": record.facts.guide, "a technical lead": record.technical_lead}
    missing = [what for what, who in both.items() if who is None]
    if missing:
        return Finding(holds=False, says=f"Nobody is assigned yet: it still needs {listed(missing)}.")
    guides = [guide for guide in both.values() if guide]
    full = [guide for guide in guides if guide.others_open >= guide.limit]
    return Finding(not full, f"{listed([_load(guide) for guide in full or guides])}.")


def _load(guide: Guide) -> str:
    return f"{guide.name} carries {guide.others_open} of {count_of(guide.limit, 'onboarding')}"


def _hub(record: Record) -> Finding:
    return _told(record.handoff.hub_url, "There is no one place for decisions yet.")


def _handoff_meeting(record: Record) -> Finding:
    on = record.handoff.handoff_meeting_on
    if on is None:
        return Finding(holds=False, says="Sales and CS have not met about it.")
    if on > record.facts.today:
        return Finding(holds=False, says=f"Planned for {day(on)}.")
    return Finding(holds=True, says=f"Held on {day(on)}.")


def _duty(duty: Duty) -> Judge:
    def judge(record: Record) -> Finding:
        holder = record.handoff.holder(duty)
        if holder.named:
            return Finding(holds=True, says=f"{holder.name}, {holder.title}." if holder.title else f"{holder.name}.")
        return Finding(holds=False, says=f"“{holder.name}” is not a name." if holder.name else "No one named.")

    return judge


def _owner(record: Record) -> Finding:
    handoff, owner = record.handoff, record.handoff.holder(Part.PROJECT_OWNER)
    if not owner.named:
        return _seats(handoff, Part.PROJECT_OWNER)
    known = {"time": handoff.owner_capacity, "authority": handoff.owner_authority, "motive": handoff.owner_motivation}
    missing = [what for what, told in known.items() if not told]
    if missing:
        return Finding(holds=False, says=f"Of {owner.name} we do not know the {listed(missing)}.")
    capacity = handoff.owner_capacity.label if handoff.owner_capacity else ""
    return Finding(holds=True, says=f"{owner.name}. {capacity}. {handoff.owner_authority} {handoff.owner_motivation}")


def _realistic_target(record: Record) -> Finding:
    signal = timeline_realistic(record.facts, {})
    return Finding(signal.value == "yes", signal.says)


def _success_metric(record: Record) -> Finding:
    handoff = record.handoff
    if handoff.metric_id is None:
        return Finding(holds=False, says="No number is agreed that would show success.")
    goals = f"{handoff.goal_3:g}, {handoff.goal_6:g} and {handoff.goal_12:g} after 3, 6 and 12 months"
    return Finding(holds=True, says=f"From {handoff.baseline:g} to {goals}. Measured: {handoff.baseline_source}.")


def _go_no_go(record: Record) -> Finding:
    agreed, decides = record.handoff.go_no_go, record.handoff.decides_go_live
    if not agreed:
        return Finding(holds=False, says="Nothing is agreed that would stop a go-live.")
    if not is_person(decides):
        return Finding(holds=False, says="Agreed, but it is not said who decides on the day, by name.")
    return Finding(holds=True, says=f"{decides} decides: {agreed}")


JUDGES: Final[Mapping[str, Judge]] = {
    "deal_drivers": _deal_drivers,
    "decision_makers": _decision_makers,
    "promises": _promises,
    "technical_requirements": _technical_requirements,
    "csm_assigned": _team,
    "communication_hub": _hub,
    "handoff_meeting": _handoff_meeting,
    "attends_weekly": _duty(Duty.ATTENDS),
    "can_unblock": _duty(Duty.UNBLOCKS),
    "drives_adoption": _duty(Duty.DRIVES),
    "can_escalate": _duty(Duty.ESCALATES),
    "owner_capacity": _owner,
    "realistic_target": _realistic_target,
    "success_metric": _success_metric,
    "go_no_go": _go_no_go,
}
"""The checks the portal judges by itself, by the ids they have in the playbook."""
