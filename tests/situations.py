"""Facts about an account that lead to each leaf of the shipped trees."""

from dataclasses import replace
from datetime import date, timedelta

from portal.domain.adoption import WeekCount
from portal.domain.invites import Invite, InviteState
from portal.domain.lifecycle import Onboarding
from portal.domain.roles import Duty
from portal.domain.signals import AccountFacts, Action, Guide, PilotMember

TODAY = date(2026, 11, 18)

START = AccountFacts(
    TODAY,
    onboarding=Onboarding(target_go_live_on=TODAY + timedelta(days=60)),
    typical_days=42,
    handoff_on=TODAY,
    duties=dict.fromkeys(Duty, "Sara Nyberg"),
    guide=Guide("Tomás Vidal", 3, 12),
)
RUNNING = AccountFacts(
    TODAY,
    onboarding=Onboarding(TODAY - timedelta(days=30)),
    invites=(Invite("a", "Call", TODAY, InviteState.ATTENDED),),
    actions=(Action("Name the pilot", "Sara", TODAY, TODAY),),
    pilot_started_on=TODAY - timedelta(days=20),
    pilot=(PilotMember("Ana", TODAY),),
)
NO_PILOT = replace(RUNNING, pilot=())
LIVE = Onboarding(TODAY - timedelta(days=90), None, TODAY - timedelta(days=40))


def live(*people: int) -> AccountFacts:
    """An account 40 days after go-live with so many active people in each full week."""
    weeks = tuple(WeekCount(TODAY, count) for count in people)
    return AccountFacts(TODAY, onboarding=LIVE, weeks=weeks, members=50)


CASES = {
    "owner_missing": replace(START, duties={}),
    "handoff_missing": replace(START, handoff_on=None),
    "timeline_too_short": replace(START, typical_days=90),
    "date_missing": replace(START, onboarding=Onboarding()),
    "capacity_short": replace(START, guide=Guide("Tomás Vidal", 12, 12)),
    "guide_missing": replace(START, guide=None),
    "ready": START,
    "ghosting": replace(RUNNING, invites=(Invite("a", "Call", TODAY, InviteState.OPEN),)),
    "no_invites": replace(RUNNING, invites=()),
    "nobody_drives": replace(RUNNING, actions=(Action("Name the pilot", "Sara", TODAY),)),
    "no_actions": replace(RUNNING, actions=()),
    "wrong_pilot": replace(RUNNING, pilot=(PilotMember("Ana"),)),
    "no_pilot": NO_PILOT,
    "on_track": RUNNING,
    "healthy": live(10, 10, 20, 20),
    "plateau": live(10, 10, 10, 10),
    "adoption_cliff": live(20, 20, 10, 10),
    "too_early": live(10, 10),
}
"""Facts by the leaf they lead to."""
