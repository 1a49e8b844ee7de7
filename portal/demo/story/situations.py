"""The situations the demo's accounts are in: every phase, and every answer of every risk tree."""

from dataclasses import dataclass
from enum import Enum, auto

from portal.domain.roles import Duty


class Csm(Enum):
    """Who guides the account."""

    WITH_ROOM = auto()
    FULLY_BOOKED = auto()
    NOBODY = auto()


class Invites(Enum):
    """What the customer does with meeting invites of the last two weeks."""

    ANSWERED = auto()
    IGNORED = auto()
    NONE_SENT = auto()


class Items(Enum):
    """What becomes of the customer's action items."""

    DONE = auto()
    LATE = auto()
    NONE_DUE = auto()


class Pilot(Enum):
    """Whether the pilot group uses the product."""

    ACTIVE = auto()
    IDLE = auto()
    NOT_CHOSEN = auto()


class Shape(Enum):
    """How weekly active people develop after go-live."""

    GROWTH = auto()
    PLATEAU = auto()
    CLIFF = auto()


Days = tuple[int, int]
"""A range of days, both ends included, from which the generator draws."""


@dataclass(frozen=True, slots=True)
class HoldPlan:
    """A pause: why, when it began (days ago), when it should end (days from now)."""

    reason: str
    began: int
    ends_in: int


@dataclass(frozen=True, slots=True)
class Situation:
    """What an account's records and events will say.

    `kickoff` is days since kickoff (negative: it lies ahead), `live` days since go-live, `target` days until
    the target go-live where it was not reached. `climb` is the share of a ladder the leaders have climbed.
    `hub` and `metric` say whether a communication hub and a success metric are on record.
    """

    id: str
    kickoff: Days | None = None
    live: Days | None = None
    target: Days | None = (40, 60)
    members: Days = (6, 11)
    climb: float = 0.0
    csm: Csm = Csm.WITH_ROOM
    handoff: bool = True
    unnamed: tuple[Duty, ...] = ()
    invites: Invites = Invites.ANSWERED
    items: Items = Items.DONE
    pilot: Pilot = Pilot.ACTIVE
    pilot_days: int | None = None
    shape: Shape = Shape.GROWTH
    hold: HoldPlan | None = None
    hub: bool = True
    metric: bool = True

    @property
    def before_kickoff(self) -> bool:
        """Whether the onboarding has not begun."""
        return self.live is None and (self.kickoff is None or self.kickoff[1] < 0)

    @property
    def blocked(self) -> bool:
        """Whether something still keeps its kickoff from being scheduled."""
        return self.before_kickoff and self.id != "ready"

    @property
    def has_pilot(self) -> bool:
        """Whether a pilot group was chosen."""
        return not self.before_kickoff and self.pilot is not Pilot.NOT_CHOSEN


BUDGET = HoldPlan("Their budget year ends; purchasing signs the second site after it.", 17, 18)
MERGER = HoldPlan("A merger froze all IT changes.", 12, 24)

BEFORE_KICKOFF = (
    Situation("ready", (-9, -3), None, (56, 75), (3, 6)),
    Situation("no_owner", (-3, -2), None, (50, 70), (3, 5), unnamed=(Duty.DRIVES, Duty.UNBLOCKS)),
    Situation("no_handoff", target=(55, 80), members=(3, 4), handoff=False, unnamed=tuple(Duty)),
    Situation("rushed", (-6, -3), None, (16, 24), (3, 5)),
    Situation("no_target", (-8, -4), None, None, (3, 5), hub=False, metric=False),
    Situation("csm_full", (-7, -3), None, (50, 70), (3, 6), csm=Csm.FULLY_BOOKED),
    Situation("no_csm", (-12, -8), None, (55, 80), (3, 5), csm=Csm.NOBODY),
)

UNDER_WAY = (
    Situation("first_week", (3, 5), climb=0.15, items=Items.NONE_DUE, pilot=Pilot.NOT_CHOSEN),
    Situation("discovery", (18, 19), target=(22, 26), climb=0.42, pilot_days=11),
    Situation("no_pilot", (11, 13), climb=0.25, pilot=Pilot.NOT_CHOSEN),
    Situation("implementation", (23, 38), target=(6, 16), climb=0.6, pilot_days=14),
    Situation("late_to_go_live", (52, 60), target=(-9, -3), climb=0.6, pilot_days=30),
    Situation("ghosting", (24, 26), target=(14, 18), climb=0.2, invites=Invites.IGNORED, items=Items.LATE, hub=False),
    Situation(
        "nobody_drives",
        (31, 33),
        target=(18, 22),
        members=(14, 14),
        climb=0.35,
        items=Items.LATE,
        unnamed=(Duty.UNBLOCKS, Duty.DRIVES),
        pilot=Pilot.IDLE,
        pilot_days=17,
    ),
    Situation("idle_pilot", (33, 38), target=(4, 9), climb=0.4, pilot=Pilot.IDLE, pilot_days=19),
    Situation(
        "on_hold",
        (38, 41),
        target=(30, 40),
        climb=0.4,
        invites=Invites.NONE_SENT,
        items=Items.NONE_DUE,
        pilot_days=24,
        hold=BUDGET,
    ),
    Situation("nothing_sent", (29, 36), target=(9, 15), climb=0.4, invites=Invites.NONE_SENT, pilot_days=15),
    Situation("booked_csm", (20, 37), target=(8, 18), climb=0.5, csm=Csm.FULLY_BOOKED, pilot_days=12),
)

LIVE = (
    Situation("just_live", live=(8, 12), target=None, members=(10, 12), climb=0.86),
    Situation("growing", live=(42, 135), target=None, members=(10, 14), climb=1.0),
    Situation("growing_long", live=(145, 150), target=None, members=(12, 14), climb=1.0),
    Situation("cliff", live=(33, 34), target=None, members=(12, 14), climb=0.86, shape=Shape.CLIFF, metric=False),
    Situation("plateau", live=(44, 90), target=None, members=(10, 13), climb=0.9, shape=Shape.PLATEAU),
    Situation("small_team", live=(50, 90), target=None, members=(3, 4), climb=0.86),
    Situation("live_on_hold", live=(56, 62), target=None, members=(9, 11), climb=0.9, shape=Shape.PLATEAU, hold=MERGER),
)

SITUATIONS = {situation.id: situation for situation in (*BEFORE_KICKOFF, *UNDER_WAY, *LIVE)}

NAMED = (
    "discovery", "nobody_drives", "cliff", "ghosting", "no_owner", "plateau", "growing", "just_live",
)  # fmt: skip
"""The situations of the first eight companies, in their order."""

OTHERS = (
    "booked_csm", "csm_full", "no_handoff", "rushed", "no_target", "no_csm", "ready", "first_week", "no_pilot",
    "idle_pilot", "nothing_sent", "on_hold", "implementation", "small_team", "growing_long", "growing", "booked_csm",
    "late_to_go_live", "growing", "implementation", "live_on_hold", "growing", "ready",
    "growing", "implementation", "plateau", "growing", "first_week", "growing", "discovery", "growing_long",
    "growing", "implementation", "growing",
)  # fmt: skip
"""The situations of all further companies, begun again from the start when there are more."""


def situation_of(index: int) -> Situation:
    """The situation of the account at a place of the list of companies, counted from 0."""
    if index < len(NAMED):
        return SITUATIONS[NAMED[index]]
    return SITUATIONS[OTHERS[(index - len(NAMED)) % len(OTHERS)]]
