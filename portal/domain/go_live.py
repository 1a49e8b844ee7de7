"""Declaring go-live: an act with a date, that can be put right later, with a reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from portal.domain.errors import Conflict, Forbidden, Invalid
from portal.domain.lifecycle import Onboarding
from portal.domain.wording import count_of, day

NEEDS_REASON: Final = "Say what was wrong with the day that was declared before."
NEEDS_LEAD: Final = "%(gaps)s still open on the checklist: only a CSM lead can declare go-live now, with a reason."
NEEDS_WHY: Final = "%(gaps)s still open on the checklist. Say why you go live all the same."


@dataclass(frozen=True, slots=True)
class Declared:
    """Somebody declared that an account went live on a day; `number` counts the declarations of the account."""

    number: int
    went_live_on: date
    reason: str | None
    by: str
    at: datetime


def require_day(on: date, onboarding: Onboarding, today: date) -> None:
    """Raise Invalid for a day on which the account cannot have gone live, Conflict before its kickoff."""
    kickoff = onboarding.kickoff_on
    if kickoff is None or kickoff > today:
        message = "There was no kickoff yet, so nothing can have gone live. Schedule the kickoff first."
        raise Conflict(message)
    if on > today:
        message = f"{day(on)} is still to come. Declare go-live on the day itself; until then it is the target date."
        raise Invalid(message)
    if on < kickoff:
        message = f"{day(on)} is before the kickoff of {day(kickoff)}. Check the day."
        raise Invalid(message)


def require_reason(reason: str, *, gaps: int, again: bool, leads: bool) -> None:
    """Raise Forbidden or Invalid where a declaration needs a lead, or a reason, and lacks it."""
    if again and not reason:
        raise Invalid(NEEDS_REASON)
    if again or not gaps:
        return
    told = f"{count_of(gaps, 'check')} {'is' if gaps == 1 else 'are'}"
    if not leads:
        raise Forbidden(NEEDS_LEAD, gaps=told)
    if not reason:
        raise Invalid(NEEDS_WHY, gaps=told)
