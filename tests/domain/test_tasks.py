"""Tasks: where one stands, how much of what the customer sees is done, and waiting without end."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.tasks import (
    Audience,
    First,
    Owner,
    OwnerKind,
    Share,
    State,
    Task,
    assignable,
    closes_circle,
    share_of,
)

TODAY = date(2026, 11, 17)
YESTERDAY = TODAY - timedelta(days=1)
IDS = [UUID(int=n) for n in range(6)]
TASK = Task(
    id=IDS[0],
    account_id=IDS[1],
    account="Halden Freight",
    title="Allow four addresses",
    note="",
    audience=Audience.CUSTOMER,
    owner=None,
    due_on=TODAY,
    first=None,
    done_on=None,
    done_by=None,
    version=1,
    edited_by=None,
)


def test_where_a_task_stands() -> None:
    before = First(IDS[2], "Name a contact", None)
    assert TASK.state(TODAY) is State.OPEN
    assert replace(TASK, due_on=YESTERDAY).state(TODAY) is State.OVERDUE
    assert replace(TASK, due_on=YESTERDAY, first=before).state(TODAY) is State.WAITING
    assert replace(TASK, due_on=YESTERDAY, first=replace(before, done_on=TODAY)).state(TODAY) is State.OVERDUE
    assert replace(TASK, due_on=YESTERDAY, done_on=TODAY).state(TODAY) is State.DONE


def test_a_task_is_free_from_the_day_the_first_is_done_until_it_is_done_itself() -> None:
    free = replace(TASK, first=First(IDS[2], "Name a contact", YESTERDAY))
    assert TASK.freed_on is None
    assert free.freed_on == YESTERDAY
    assert replace(free, done_on=TODAY).freed_on is None


@given(st.lists(st.tuples(st.booleans(), st.booleans())))
def test_the_customers_share_counts_only_what_the_customer_sees(flags: list[tuple[bool, bool]]) -> None:
    tasks = [
        replace(
            TASK,
            audience=Audience.CUSTOMER if seen else Audience.INTERNAL,
            done_on=TODAY if done else None,
        )
        for seen, done in flags
    ]
    share = share_of(tasks)
    assert share == Share(flags.count((True, True)), flags.count((True, True)) + flags.count((True, False)))
    assert share.left == flags.count((True, False))


@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=12))
def test_links_that_close_no_circle_never_make_one(links: list[tuple[UUID, UUID]]) -> None:
    firsts: dict[UUID, UUID] = {}
    for task, first in links:
        if not closes_circle(firsts, task, first):
            firsts[task] = first
    for start in IDS:
        here, steps = firsts.get(start), 0
        while here is not None:
            here, steps = firsts.get(here), steps + 1
            assert steps <= len(IDS)


def test_a_task_cannot_wait_for_itself() -> None:
    assert closes_circle({}, IDS[0], IDS[0])
    assert closes_circle({IDS[1]: IDS[0]}, IDS[0], IDS[1])
    assert not closes_circle({IDS[1]: IDS[2]}, IDS[0], IDS[1])


def test_a_person_with_two_parts_can_be_chosen_once() -> None:
    sara = Owner(OwnerKind.STAKEHOLDER, uuid4(), "Sara Nyberg", "Sara@halden.example")
    member = Owner(OwnerKind.MEMBER, uuid4(), "Sara Nyberg", "sara@halden.example")
    other = Owner(OwnerKind.MEMBER, uuid4(), "Elif Demir")
    staff = Owner(OwnerKind.STAFF, uuid4(), "Sara of ours", "sara@halden.example")
    assert assignable([sara, member, other, staff]) == (sara, other, staff)
