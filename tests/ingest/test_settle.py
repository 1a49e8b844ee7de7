"""Whatever the order, the splits and the repeats, the same events add up to the same."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from portal.ingest.settle import Happening, Place, Standing, find_matches, settle
from tests.ingest.playbook import CATALOGUE

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ACME = UUID(int=1)
PEOPLE = (None, UUID(int=2), UUID(int=3))
KINDS = ("Order Dispatched", "Report Viewed", "Groups Mapped", "Dashboard Opened", "Step Ticked", "Unknown")

happenings = st.lists(
    st.builds(
        lambda name, person, minutes, value, own: (name, person, minutes, value, own),
        st.sampled_from(KINDS),
        st.sampled_from(PEOPLE),
        st.integers(0, 500),
        st.sampled_from([50, 100]),
        st.booleans(),
    ),
    max_size=14,
)


def told(facts: list[tuple[str, UUID | None, int, int, bool]]) -> list[Happening]:
    return [
        Happening(
            event_id=number,
            account_id=ACME,
            member_id=person,
            name=name,
            at=NOW + timedelta(minutes=minutes),
            properties={"value": value, "milestone": "own", "step": "look"},
            own=own,
        )
        for number, (name, person, minutes, value, own) in enumerate(facts)
    ]


def outcome(batches: list[list[Happening]]) -> tuple[set[tuple[Place, str, bool]], set[Place], object]:
    """Ticks, reached milestones and counts after taking the batches one after the other."""
    standings: dict[Place, Standing] = {}
    for batch in batches:
        matches = find_matches(CATALOGUE, batch)
        for match in matches:
            if (subject := match.subject_id) is not None:
                standings.setdefault(
                    (subject, match.milestone.id), Standing(match.event.account_id, subject, match.milestone)
                )
        settle(matches, standings)
    ticks = {(place, step, tick.verified) for place, one in standings.items() for step, tick in one.ticks.items()}
    reached = {place for place, one in standings.items() if one.done_at}
    open_counts = {
        (place, step): dict(people)
        for place, one in standings.items()
        for step, people in one.counts.items()
        if step not in one.ticks and one.done_at is None
    }
    return ticks, reached, open_counts


@given(happenings, st.data())
def test_any_order_and_any_split_complete_the_same(
    facts: list[tuple[str, UUID | None, int, int, bool]], data: st.DataObject
) -> None:
    events = told(facts)
    shuffled = data.draw(st.permutations(events))
    cut = data.draw(st.integers(0, len(events)))
    assert outcome([shuffled[:cut], shuffled[cut:]]) == outcome([events])


@given(happenings)
def test_more_events_never_take_anything_back(facts: list[tuple[str, UUID | None, int, int, bool]]) -> None:
    events = told(facts)
    some_ticks, some_reached, _ = outcome([events[: len(events) // 2]])
    ticks, reached, _ = outcome([events])
    assert {tick[:2] for tick in some_ticks} <= {tick[:2] for tick in ticks}
    assert some_reached <= reached


def test_a_milestone_is_reached_when_its_last_part_was() -> None:
    ticked = Happening(1, ACME, PEOPLE[1], "Step Ticked", NOW, {"milestone": "own", "step": "look"}, own=True)
    sent = [
        Happening(n, ACME, PEOPLE[1], "Order Dispatched", NOW - timedelta(minutes=n), {}, own=False) for n in (2, 3)
    ]
    standings = {(PEOPLE[1], "own"): Standing(ACME, PEOPLE[1], CATALOGUE.milestones["own"])}
    standings |= {(ACME, "shared"): Standing(ACME, ACME, CATALOGUE.milestones["shared"])}
    [own] = settle(find_matches(CATALOGUE, [ticked, *sent]), standings)
    assert own.done_at == NOW
    assert own.ticks["send"].at == NOW - timedelta(minutes=2)
    assert (own.ticks["send"].event_id, own.ticks["look"].by_id) == (2, PEOPLE[1])


def test_ticks_for_what_the_playbook_no_longer_has_change_nothing() -> None:
    gone = Happening(1, ACME, PEOPLE[1], "Step Ticked", NOW, {"milestone": "own", "step": "gone"}, own=True)
    odd = Happening(2, ACME, PEOPLE[1], "Step Ticked", NOW, {"milestone": ["own"]}, own=True)
    assert find_matches(CATALOGUE, [gone, odd]) == []
