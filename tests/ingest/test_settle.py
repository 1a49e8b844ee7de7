"""Whatever the order, the splits and the repeats, the same events add up to the same."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.folding import Occurrence
from portal.ingest.settle import Happening, Place, conclude, find_doubts, find_news, find_ticks, settle
from portal.ingest.standing import Counter, Doubt, Standing, StepTick
from portal.ingest.verified import Verified
from tests.content.playbooks import fewer
from tests.ingest.playbook import CATALOGUE, FOLDED

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ACME = UUID(int=1)
PEOPLE = (None, UUID(int=2), UUID(int=3))
KINDS = ("Order Dispatched", "Report Viewed", "Groups Mapped", "Dashboard Opened", "Step Ticked", "Unknown")

Fact = tuple[str, UUID | None, int, int, str, bool]

happenings: st.SearchStrategy[list[Fact]] = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from(PEOPLE),
        st.integers(0, 120),
        st.sampled_from([50, 100]),
        st.sampled_from(["look", "often", "either"]),
        st.booleans(),
    ),
    max_size=16,
)


def told(facts: list[Fact]) -> list[Happening]:
    """Events at whole hours, so that some share a moment; ticks by hand each have their own."""
    return [
        Happening(
            event_id=number,
            account_id=ACME,
            member_id=person,
            name=name,
            at=NOW + timedelta(hours=hours, seconds=number if name == "Step Ticked" else 0),
            properties={"value": value, "milestone": "habit", "step": step_id},
            own=own,
        )
        for number, (name, person, hours, value, step_id, own) in enumerate(facts)
    ]


@dataclass
class Shelf:
    """What the database would keep between batches."""

    events: list[Happening] = field(default_factory=list)
    standings: dict[Place, Standing] = field(default_factory=dict)
    counters: dict[tuple[Place, str], dict[UUID, Counter]] = field(default_factory=dict)

    def take_in(self, batch: list[Happening]) -> None:
        self.events += batch
        ticks, news = find_ticks(FOLDED, batch), find_news(FOLDED, batch, Verified())
        touched = [(one.place, one.milestone) for one in news] + [(tick.place, tick.milestone) for tick in ticks]
        for place, milestone in touched:
            if place:
                self.standings.setdefault(place, Standing(ACME, place[0], milestone, whole=True))
        doubts = find_doubts(news, self.standings)
        histories = {((d.standing.subject_id, d.standing.milestone.id), d.step_id): self.history(d) for d in doubts}
        settle(ticks, news, self.standings, histories)
        conclude(self.standings)
        for standing in self.standings.values():
            self.keep(standing)

    def keep(self, standing: Standing) -> None:
        place = standing.subject_id, standing.milestone.id
        self.counters |= {(place, step): counters for step, counters in standing.recounted.items()}
        for step, counters in standing.added.items():
            kept = self.counters.setdefault((place, step), {})
            for person, new in counters.items():
                old = kept.setdefault(person, Counter(0, new.first_at, new.last_at))
                first, last = min(old.first_at, new.first_at), max(old.last_at, new.last_at)
                kept[person] = Counter(old.events + new.events, first, last)
        standing.recounted, standing.added = {}, {}
        standing.tallies.clear()
        for (where, step), counters in self.counters.items():
            for person, counter in counters.items() if where == place else ():
                standing.tallies[step].add(person, counter.events, counter.last_at)

    def history(self, doubt: Doubt) -> list[Occurrence]:
        subject = doubt.standing.subject_id
        return [
            event.occurrence
            for event in self.events
            if subject in {ACME, event.member_id}
            if (doubt.since or event.at) <= event.at <= (doubt.until or event.at)
        ]


def outcome(batches: list[list[Happening]]) -> tuple[object, ...]:
    """Ticks, progress and counters, and when milestones were reached, after taking the batches one after the other."""
    shelf = Shelf()
    for batch in batches:
        shelf.take_in(batch)
    standings = shelf.standings.items()
    steps: dict[tuple[Place, str], object] = {}
    for place, one in standings:
        steps |= {(place, step): (tick, one.progress.get(step)) for step, tick in one.ticks.items()}
        steps |= {(place, step): (None, how_far) for step, how_far in one.progress.items() if step not in one.ticks}
    return steps, shelf.counters, {place: one.done_at for place, one in standings if one.done_at}


@fewer
@given(happenings, st.data())
def test_any_order_and_any_split_settle_the_same(facts: list[Fact], data: st.DataObject) -> None:
    events = told(facts)
    shuffled = data.draw(st.permutations(events))
    cuts = [0, *sorted(data.draw(st.lists(st.integers(0, len(events)), max_size=4))), len(events)]
    assert outcome([shuffled[start:end] for start, end in pairwise(cuts)]) == outcome([events])


@fewer
@given(happenings)
def test_more_events_never_take_anything_back_and_only_move_it_earlier(facts: list[Fact]) -> None:
    events = told(facts)
    some = Shelf()
    some.take_in(events[: len(events) // 2])
    before = {place: (dict(one.ticks), one.done_at) for place, one in some.standings.items()}
    some.take_in(events[len(events) // 2 :])
    for place, (ticks, done_at) in before.items():
        after = some.standings[place]
        assert all(after.ticks[step].at <= tick.at for step, tick in ticks.items())
        assert all(after.ticks[step].verified_at for step, tick in ticks.items() if tick.verified_at)
        assert done_at is None or (after.done_at is not None and after.done_at <= done_at)


def test_a_milestone_is_reached_when_its_last_required_part_was() -> None:
    ticked = Happening(1, ACME, PEOPLE[1], "Step Ticked", NOW, {"milestone": "own", "step": "look"}, own=True)
    sent = [
        Happening(n, ACME, PEOPLE[1], "Order Dispatched", NOW - timedelta(minutes=n), {}, own=False) for n in (2, 3)
    ]
    viewed = Happening(4, ACME, PEOPLE[1], "Report Viewed", NOW + timedelta(minutes=1), {}, own=False)
    shelf = Shelf()
    shelf.take_in([ticked, *sent, viewed])
    assert isinstance(PEOPLE[1], UUID)
    own = shelf.standings[PEOPLE[1], "own"]
    assert own.done_at == NOW
    assert own.ticks["send"] == StepTick(sent[0].at, None, 2, sent[0].at)
    assert own.ticks["look"] == StepTick(NOW, PEOPLE[1], 1, NOW)


def test_a_late_event_moves_the_moment_earlier_and_names_no_longer_who_ticked_after_it() -> None:
    def tick(n: int, at: datetime) -> Happening:
        return Happening(n, ACME, PEOPLE[1], "Step Ticked", at, {"milestone": "own", "step": "send"}, own=True)

    def order(n: int, at: datetime) -> Happening:
        return Happening(n, ACME, PEOPLE[1], "Order Dispatched", at, {}, own=False)

    hour = timedelta(hours=1)
    shelf = Shelf()
    seen = []
    for event in (
        tick(1, NOW),
        order(2, NOW + hour),
        order(3, NOW + 2 * hour),
        order(4, NOW + 3 * hour),
        order(5, NOW - 2 * hour),
        tick(6, NOW - hour),
        order(7, NOW - 3 * hour),
    ):
        shelf.take_in([event])
        assert isinstance(PEOPLE[1], UUID)
        seen.append(shelf.standings[PEOPLE[1], "own"].ticks["send"])
    assert seen == [
        StepTick(NOW, PEOPLE[1], 1, None),
        StepTick(NOW, PEOPLE[1], 1, None),
        StepTick(NOW, PEOPLE[1], 3, NOW + 2 * hour),
        StepTick(NOW, PEOPLE[1], 3, NOW + 2 * hour),
        StepTick(NOW, PEOPLE[1], 2, NOW + hour),
        StepTick(NOW - hour, PEOPLE[1], 2, NOW + hour),
        StepTick(NOW - 2 * hour, None, 5, NOW - 2 * hour),
    ]


def test_ticks_for_what_the_playbook_no_longer_has_change_nothing() -> None:
    gone = Happening(1, ACME, PEOPLE[1], "Step Ticked", NOW, {"milestone": "own", "step": "gone"}, own=True)
    odd = Happening(2, ACME, PEOPLE[1], "Step Ticked", NOW, {"milestone": ["own"]}, own=True)
    assert find_ticks(CATALOGUE, [gone, odd]) == []
