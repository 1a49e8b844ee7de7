"""What is counted of a milestone, over the people whose ladder it stands on."""

from datetime import datetime, timedelta
from uuid import UUID

from portal.db.engine import Database
from portal.db.tables import Feedback, StepCompletion
from portal.domain.acts import Thumb
from portal.domain.milestone_health import LOOKED_BACK, Concern, Tally, readings
from portal.domain.playbook import SIGNAL, Scope
from portal.domain.profile import When
from portal.services import milestone_health
from tests.factories import NOW, add_account, add_member, milestone, small_playbook, step
from tests.onboardings import put_on_hold, reach

STEPS = (step("one"), step("two"))
OWN = milestone("own", scope=Scope.MEMBER, steps=STEPS)
SHARED = milestone("shared", steps=STEPS)
ELSEWHERE = milestone("elsewhere", scope=Scope.MEMBER, when=When(industries=frozenset({"Food"}), keep_unknown=False))
CATALOGUE = small_playbook(OWN, SHARED, ELSEWHERE)


async def do(database: Database, account: UUID, subject: UUID, milestone_id: str, **steps: datetime) -> None:
    """Tick steps, each at its moment."""
    async with database.write() as session:
        session.add_all(
            StepCompletion(account_id=account, subject_id=subject, milestone_id=milestone_id, step_id=name, at=at)
            for name, at in steps.items()
        )


async def judge(database: Database, account: UUID, thumb: Thumb, comment: str = "", *, days_ago: int = 1) -> None:
    member = await add_member(database, account)
    about = {"milestone_id": "own", "comment": comment, "at": ago(days_ago), "event_id": 1}
    async with database.write() as session:
        session.add(Feedback(account_id=account, subject_id=member, thumb=thumb, **about))


def ago(days: int, minutes: int = 0) -> datetime:
    return NOW - timedelta(days=days) + timedelta(minutes=minutes)


async def counted(database: Database) -> milestone_health.Healths:
    async with database.write() as session:
        await milestone_health.recount(session, catalogue=CATALOGUE, now=NOW)
    async with database.read() as session:
        return await milestone_health.every(session, catalogue=CATALOGUE)


def samples(found: milestone_health.Healths, milestone_id: str) -> dict[Concern, tuple[float, int]]:
    return {one.concern: (one.value, one.sample) for one in found.by_id[milestone_id].readings}


async def test_what_members_and_accounts_began_is_counted(database: Database) -> None:
    account = await add_account(database)
    quick, slow = await add_member(database, account), await add_member(database, account)
    await do(database, account, quick, "own", one=ago(40), two=ago(40, 8))
    await reach(database, account, quick, "own", days_ago=40)
    await do(database, account, slow, "own", one=ago(30))
    await do(database, account, account, "shared", one=ago(25))
    found = await counted(database)
    assert samples(found, "own") == {
        Concern.DROP_OFF: (0.5, 2),
        Concern.THUMBS_DOWN: (0, 0),
        Concern.OVER_ESTIMATE: (2, 1),
    }
    assert samples(found, "shared")[Concern.DROP_OFF] == (1, 1)
    assert found.counted_on == NOW.date()


async def test_what_is_not_on_their_ladder_or_was_only_signalled_is_no_attempt(database: Database) -> None:
    account = await add_account(database)
    member, gone = await add_member(database, account), await add_member(database, account, disabled_at=ago(3))
    await do(database, account, member, "elsewhere", only=ago(60))
    await do(database, account, member, "own", **{SIGNAL: ago(60)})
    await do(database, account, gone, "own", one=ago(60))
    found = await counted(database)
    assert [samples(found, name)[Concern.DROP_OFF] for name in ("own", "elsewhere")] == [(0, 0), (0, 0)]


async def test_what_is_long_past_no_longer_counts(database: Database) -> None:
    account = await add_account(database)
    member = await add_member(database, account)
    long_ago = LOOKED_BACK.days + 1
    await do(database, account, member, "own", one=ago(long_ago))
    await judge(database, account, Thumb.DOWN, days_ago=long_ago)
    await judge(database, account, Thumb.UP)
    found = samples(await counted(database), "own")
    assert (found[Concern.DROP_OFF][1], found[Concern.THUMBS_DOWN]) == (0, (0, 1))


async def test_a_hold_gives_people_their_days_back(database: Database) -> None:
    account = await add_account(database)
    member = await add_member(database, account)
    await do(database, account, member, "own", one=ago(25))
    await put_on_hold(database, account, reason="The warehouse moves.", days_ago=10)
    assert samples(await counted(database), "own")[Concern.DROP_OFF][1] == 0


async def test_a_new_count_takes_the_place_of_the_one_before(database: Database) -> None:
    account = await add_account(database)
    for _ in range(2):
        await judge(database, account, Thumb.DOWN)
        found = await counted(database)
    assert samples(found, "own")[Concern.THUMBS_DOWN] == (1, 2)


async def test_before_the_first_count_nothing_is_known(database: Database) -> None:
    async with database.read() as session:
        found = await milestone_health.every(session, catalogue=CATALOGUE)
    assert found.counted_on is None
    assert found.need_look == ()


async def test_the_latest_words_come_without_names_and_without_the_wordless(database: Database) -> None:
    account = await add_account(database)
    await judge(database, account, Thumb.UP, days_ago=4)
    await judge(database, account, Thumb.DOWN, "Too many clicks.", days_ago=3)
    await judge(database, account, Thumb.UP, "Quick.", days_ago=2)
    async with database.read() as session:
        found = await milestone_health.comments(session, "own")
    assert [tuple(one) for one in found] == [(Thumb.UP, "Quick.", ago(2)), (Thumb.DOWN, "Too many clicks.", ago(3))]


def test_the_furthest_beyond_its_limit_is_named_first() -> None:
    tallies = {"own": Tally(ripe=10, dropped=4), "shared": Tally(judged=10, down=9), "elsewhere": Tally()}
    found = milestone_health.Healths(
        {one.id: milestone_health.Health(one, readings(one, tallies[one.id])) for one in (OWN, SHARED, ELSEWHERE)},
        NOW.date(),
    )
    assert [one.milestone.id for one in found.need_look] == ["shared", "own"]
