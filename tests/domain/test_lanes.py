"""The tracks side by side: how each piece of work stands, and what holds another track up."""

from datetime import timedelta

from portal.domain.acts import Blocked
from portal.domain.lanes import Course, Lane, Stand, crossings, lanes
from portal.domain.lifecycle import Onboarding
from portal.domain.playbook import Milestone
from tests.factories import NOW, milestone
from tests.lifecycles import LIFECYCLE
from tests.onboardings import TODAY, ago

TRACKS = LIFECYCLE.tracks.values()
DATA = milestone("data", track="administration", due_days=20)
PILOT = milestone("pilot", track="pilot", due_days=40, requires=("data",))
ROLES = milestone("roles", track="administration", due_days=30, requires=("data",))
WAITS = Blocked("Elif Arslan", "Allow four addresses.", NOW - timedelta(days=9), "Priya Raman")


def found(*milestones: Milestone, **known: object) -> tuple[Lane, ...]:
    """The lanes of an account that was kicked off 25 days ago."""
    about = {"begun": {}, "reached": {}, "waits": {}} | known
    return lanes(TRACKS, milestones, Course(Onboarding(kickoff_on=ago(25)), today=TODAY, **about))  # type: ignore[arg-type]  # names of the case


def stands(drawn: tuple[Lane, ...]) -> dict[str, Stand]:
    return {piece.milestone.id: piece.stand for lane in drawn for piece in lane.pieces}


def test_every_track_has_a_lane_with_its_own_work_in_the_order_of_its_days() -> None:
    drawn = {lane.track.id: [piece.milestone.id for piece in lane.pieces] for lane in found(ROLES, DATA, PILOT)}
    assert drawn["administration"] == ["data", "roles"]
    assert drawn["pilot"] == ["pilot"]
    assert list(drawn) == [track.id for track in TRACKS]


def test_work_is_done_under_way_waiting_late_or_ahead() -> None:
    assert stands(found(DATA, PILOT)) == {"data": Stand.LATE, "pilot": Stand.AHEAD}
    assert stands(found(DATA, reached={"data": ago(3)})) == {"data": Stand.DONE}
    assert stands(found(DATA, begun={"data": ago(8)})) == {"data": Stand.LATE}
    assert stands(found(PILOT, begun={"pilot": ago(8)})) == {"pilot": Stand.UNDER_WAY}
    assert stands(found(DATA, waits={"data": WAITS})) == {"data": Stand.WAITS}


def test_a_bar_runs_from_the_first_step_to_the_last_or_to_the_day_of_the_plan() -> None:
    (done,) = found(DATA, begun={"data": ago(9)}, reached={"data": ago(3)})[0].pieces
    assert (done.start, done.end, done.due) == (ago(9), ago(3), ago(5))
    pilot = next(lane for lane in found(DATA, PILOT) if lane.track.id == "pilot").pieces[0]
    assert (pilot.start, pilot.end) == (ago(5), ago(-15))


def test_without_a_kickoff_there_are_no_days() -> None:
    course = Course(Onboarding(), {}, {}, {}, TODAY)
    assert all(lane.pieces == () for lane in lanes(TRACKS, [DATA, PILOT], course))


def test_what_waits_for_another_track_is_told_and_what_waits_in_its_own_is_not() -> None:
    told = [(one.piece.milestone.id, one.before.milestone.id) for one in crossings(found(DATA, ROLES, PILOT))]
    assert told == [("pilot", "data")]
    assert list(crossings(found(DATA, PILOT, reached={"data": ago(1)}))) == []
