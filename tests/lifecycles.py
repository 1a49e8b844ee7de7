"""A small lifecycle whose weeks tests can state, as the shipped one has them."""

from types import MappingProxyType

from portal.domain.lifecycle import PHASE_WEEKS
from portal.domain.plan import Activity, Lifecycle, PhasePlan, Plan, Stage, TouchpointPlan, Track


def _touchpoint(touchpoint_id: str, *weeks: int) -> TouchpointPlan:
    name = touchpoint_id.replace("_", " ").capitalize()
    return TouchpointPlan(touchpoint_id, name, weeks, "To show value.", "Customer success", "Hi [first name]")


def _track(track_id: str) -> Track:
    work = Activity("work", "Work", f"The work of {track_id}.")
    return Track(track_id, track_id.capitalize(), "Technical lead", "To get it done.", MappingProxyType({"work": work}))


def _plan(plan_id: str, pilot_from: int, *weeks: int) -> Plan:
    rows = {week: MappingProxyType({"pilot": ("work",)} if week == weeks[0] else {}) for week in weeks}
    return Plan(plan_id, f"{plan_id.capitalize()} plan", "A way.", pilot_from, MappingProxyType(rows))


LIFECYCLE = Lifecycle(
    phases=MappingProxyType(
        {
            phase: PhasePlan(phase, phase.label, first, last, "To get on.", ("Project lead",), None, (), (), "None.")
            for phase, (first, last) in PHASE_WEEKS.items()
        }
    ),
    tracks=MappingProxyType({name: _track(name) for name in ("administration", "enablement", "pilot")}),
    plans=MappingProxyType({"parallel": _plan("parallel", 2, 1, 2, 3), "plain": _plan("plain", 4, 2, 4, 6)}),
    stages=(
        Stage("implementation", "Implementation", 1, "Get it working.", "Setup", "Technical lead"),
        Stage("initial", "Initial adoption", 6, "Get people using it.", "Users", "Enablement"),
        Stage("sustained", "Sustained adoption", 12, "Prove ongoing value.", "Spread", "Customer success"),
        Stage("expansion", "Expansion", 26, "Grow within the account.", "Teams", "Account executive"),
    ),
    start=(),
    go_live=(),
    touchpoints=(
        _touchpoint("first_value_report", 1),
        _touchpoint("user_success_story", 3),
        _touchpoint("use_case_expansion", 5),
        _touchpoint("business_review", 7, 11, 16),
        _touchpoint("expansion_readiness", 20),
    ),
)
