from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal import ingest
from portal.db.engine import Database
from portal.db.tables import Account, Assignment, Event, Exposure
from portal.domain.errors import Conflict, NotFound
from portal.domain.experiments import Experiment, Move, Variant, propose
from portal.domain.people import SignedInMember
from portal.domain.playbook import SIGNAL, Catalogue, Scope
from portal.domain.profile import When
from portal.domain.progress import State
from portal.domain.roles import Role
from portal.domain.rules import EventRule
from portal.services import experiments, ladder, progress
from tests.factories import NOW, WITH_SIGNAL, add_account, add_member, add_staff, milestone, small_playbook, step

ORDERED = EventRule("Order Dispatched", count=2)
SHARED = milestone("shared", steps=(step("by_hand"), step("by_product", rule=ORDERED)))
ALONE = milestone("alone", scope=Scope.MEMBER, steps=(step("by_hand"), step("by_product", rule=ORDERED)))
LATER = milestone("later", requires=("shared",))


def swap(salt: str = "swap/1", layer_to: float = 1) -> Experiment:
    return Experiment(
        id="swap",
        title="Swap",
        hypothesis="Order matters.",
        ladder="admin",
        salt=salt,
        layer="ladder.admin",
        layer_from=0,
        layer_to=layer_to,
        max_accounts=50,
        variants=(Variant("control", 0.5), Variant("swapped", 0.5, (Move("alone", before="shared"),))),
        primary="activated_14d",
        running=True,
    )


async def as_member(database: Database, account_id: UUID, name: str = "Priya Raman") -> SignedInMember:
    member_id = await add_member(database, account_id, name=name)
    return SignedInMember(member_id, account_id, "Halden Freight", name, "priya@halden.test", Role.ADMIN)


async def home(database: Database, catalogue: Catalogue, member: SignedInMember) -> ladder.LadderView:
    async with database.read() as session:
        return await ladder.home(session, catalogue=catalogue, member=member, now=NOW)


async def tick(database: Database, catalogue: Catalogue, member: SignedInMember, milestone_id: str, step: str) -> bool:
    async with database.write() as session:
        return await progress.tick(
            session, catalogue=catalogue, member=member, milestone_id=milestone_id, step_id=step, now=NOW
        )


async def order(database: Database, catalogue: Catalogue, member: SignedInMember) -> None:
    async with database.write() as session:
        await ingest.record(
            session,
            catalogue=catalogue,
            account_id=member.account_id,
            member_id=member.id,
            name="Order Dispatched",
            properties={},
            now=NOW,
        )


async def test_a_shared_milestone_counts_for_the_team_and_a_personal_one_alone(database: Database) -> None:
    catalogue = small_playbook(SHARED, ALONE, LATER)
    account_id = await add_account(database)
    priya, jonas = await as_member(database, account_id), await as_member(database, account_id, "Jonas Weber")
    for milestone_id in ("shared", "alone"):
        await tick(database, catalogue, priya, milestone_id, "by_hand")
    await order(database, catalogue, priya)
    await order(database, catalogue, jonas)

    hers, his = await home(database, catalogue, priya), await home(database, catalogue, jonas)
    assert [rung.state for rung in hers.progress.milestones] == [State.DONE, State.IN_PROGRESS, State.AVAILABLE]
    assert [rung.state for rung in his.progress.milestones] == [State.DONE, State.IN_PROGRESS, State.AVAILABLE]
    assert hers.progress.milestones[0].steps[0].tick is not None
    assert hers.progress.milestones[0].steps[0].tick.by == "Priya Raman"
    assert [step.done for step in his.progress.milestones[1].steps] == [False, False]
    assert [rung.steps[1].count for rung in his.progress.milestones[:2]] == [2, 1]
    assert [(mate.name, mate.initials, mate.done, mate.total) for mate in hers.team] == [("Jonas Weber", "JW", 1, 3)]


async def test_a_tick_by_hand_is_attested_until_the_product_confirms_it(database: Database) -> None:
    catalogue = small_playbook(ALONE)
    member = await as_member(database, await add_account(database))
    assert not await tick(database, catalogue, member, "alone", "by_hand")
    assert await tick(database, catalogue, member, "alone", "by_product")
    before = (await home(database, catalogue, member)).progress.milestones[0]
    assert before.state is State.DONE
    assert [step.unverified for step in before.steps] == [False, True]
    await order(database, catalogue, member)
    await order(database, catalogue, member)
    after = (await home(database, catalogue, member)).progress.milestones[0]
    assert [step.unverified for step in after.steps] == [False, False]
    assert after.done_at == before.done_at


async def test_ticking_again_changes_nothing_and_stores_no_second_event(database: Database) -> None:
    catalogue = small_playbook(SHARED)
    member = await as_member(database, await add_account(database))
    await tick(database, catalogue, member, "shared", "by_hand")
    assert not await tick(database, catalogue, member, "shared", "by_hand")
    async with database.read() as session:
        assert len((await session.scalars(select(Event.id))).all()) == 1


async def test_a_milestone_waits_for_its_success_signal(database: Database) -> None:
    catalogue = small_playbook(WITH_SIGNAL)
    member = await as_member(database, await add_account(database))
    assert not await tick(database, catalogue, member, "proof", "only")
    for _ in range(3):
        assert (await home(database, catalogue, member)).progress.done == 0
        await order(database, catalogue, member)
    rung = (await home(database, catalogue, member)).progress.milestones[0]
    assert rung.state is State.DONE
    assert rung.signal is not None
    assert rung.signal.met
    assert ("proof", SIGNAL) not in {("proof", step.step.id) for step in rung.steps}


async def test_a_locked_milestone_says_what_opens_it(database: Database) -> None:
    catalogue = small_playbook(SHARED, LATER)
    member = await as_member(database, await add_account(database))
    with pytest.raises(Conflict, match="opens after Reach shared"):
        await tick(database, catalogue, member, "later", "only")


@pytest.mark.parametrize(("milestone_id", "step_id"), [("nowhere", "only"), ("shared", "nothing")])
async def test_what_is_not_on_the_ladder_is_not_found(database: Database, milestone_id: str, step_id: str) -> None:
    catalogue = small_playbook(SHARED)
    member = await as_member(database, await add_account(database))
    with pytest.raises(NotFound):
        await tick(database, catalogue, member, milestone_id, step_id)
    if milestone_id == "nowhere":
        with pytest.raises(NotFound):
            async with database.read() as session:
                await ladder.focus(session, catalogue=catalogue, member=member, milestone_id=milestone_id, now=NOW)


async def test_celebrating_is_for_each_member_and_only_what_is_reached(database: Database) -> None:
    catalogue = small_playbook(milestone("shared"))
    account_id = await add_account(database)
    priya, jonas = await as_member(database, account_id), await as_member(database, account_id, "Jonas Weber")

    async def celebrate(member: SignedInMember) -> None:
        async with database.write() as session:
            await progress.celebrate(session, catalogue=catalogue, member=member, milestone_id="shared", now=NOW)

    with pytest.raises(Conflict, match="1 to go"):
        await celebrate(priya)
    assert await tick(database, catalogue, jonas, "shared", "only")
    await celebrate(priya)
    await celebrate(priya)
    states = [(await home(database, catalogue, member)).progress.milestones[0].state for member in (priya, jonas)]
    assert states == [State.CELEBRATED, State.DONE]


async def test_the_view_names_the_week_and_the_guide(database: Database) -> None:
    staff_id = await add_staff(database)
    kickoff = NOW.date() - timedelta(days=15)
    member = await as_member(database, await add_account(database, csm_id=staff_id, kickoff_on=kickoff))
    view = await home(database, small_playbook(SHARED), member)
    assert (view.week, view.guide, view.shown) == (3, "Tomás Vidal", view.progress.current)
    early = await as_member(database, await add_account(database, kickoff_on=date(2027, 1, 4)))
    assert (await home(database, small_playbook(SHARED), early)).week is None


async def test_an_arm_orders_the_ladder_is_stored_once_and_exposes_once(database: Database) -> None:
    catalogue = small_playbook(SHARED, ALONE, experiments=(swap(),))
    member = await as_member(database, await add_account(database))
    proposed = propose(swap(), str(member.account_id))
    assert proposed is not None
    for _ in range(2):
        view = await home(database, catalogue, member)
        assert tuple(rung.milestone.id for rung in view.progress.milestones) == proposed.order(["shared", "alone"])
        async with database.write() as session:
            await experiments.record_encounters(session, member=member, encounters=view.encounters, revision=1, now=NOW)
    assert view.encounters == ()
    async with database.read() as session:
        assert (await session.execute(select(Assignment.variant_id))).all() == [(proposed.id,)]
        assert (await session.execute(select(Exposure.member_id, Exposure.first_at))).all() == [(member.id, NOW)]


async def test_the_stored_arm_decides_even_when_the_hash_would_now_say_otherwise(database: Database) -> None:
    member = await as_member(database, await add_account(database))
    first = propose(swap(), str(member.account_id))
    salts = (f"swap/{n}" for n in range(2, 99))
    salt = next(s for s in salts if propose(swap(s), str(member.account_id)) != first)
    before = small_playbook(SHARED, ALONE, experiments=(swap(),))
    after = small_playbook(SHARED, ALONE, experiments=(swap(salt),))
    view = await home(database, before, member)
    async with database.write() as session:
        await experiments.record_encounters(session, member=member, encounters=view.encounters, revision=1, now=NOW)
    again = await home(database, after, member)
    assert [r.milestone.id for r in again.progress.milestones] == [r.milestone.id for r in view.progress.milestones]


async def test_a_late_arm_of_another_process_stands_and_nothing_counts_as_seen(database: Database) -> None:
    catalogue = small_playbook(SHARED, ALONE, experiments=(swap(),))
    member = await as_member(database, await add_account(database))
    view = await home(database, catalogue, member)
    other = replace(view.encounters[0], variant="other")
    for encounters in ((other,), view.encounters):
        async with database.write() as session:
            await experiments.record_encounters(session, member=member, encounters=encounters, revision=1, now=NOW)
    async with database.read() as session:
        assert (await session.scalars(select(Assignment.variant_id))).all() == ["other"]
        assert len((await session.scalars(select(Exposure.member_id))).all()) == 1


async def test_held_out_accounts_keep_the_ladder_as_written_and_are_never_exposed(database: Database) -> None:
    catalogue = small_playbook(SHARED, ALONE, experiments=(swap(layer_to=0),))
    member = await as_member(database, await add_account(database))
    view = await home(database, catalogue, member)
    assert [(e.variant, e.assign, e.expose) for e in view.encounters] == [(None, True, False)]
    assert [rung.milestone.id for rung in view.progress.milestones] == ["shared", "alone"]


async def test_an_account_past_the_divergence_is_left_out(database: Database) -> None:
    catalogue = small_playbook(milestone("shared"), ALONE, experiments=(swap(),))
    member = await as_member(database, await add_account(database))
    await tick(database, catalogue, member, "shared", "only")
    assert (await home(database, catalogue, member)).encounters == ()


async def test_an_experiment_on_milestones_that_do_not_apply_enrols_nobody(database: Database) -> None:
    large = replace(ALONE, when=When(seats_from=1000))
    catalogue = small_playbook(SHARED, large, milestone("other"), experiments=(swap(),))
    member = await as_member(database, await add_account(database))
    assert len((await home(database, catalogue, member)).encounters) == 1
    async with database.write() as session:
        await session.execute(update(Account).values(seats=20))
    view = await home(database, catalogue, member)
    assert view.encounters == ()
    assert [rung.milestone.id for rung in view.progress.milestones] == ["shared", "other"]


async def test_colleagues_climb_what_applies_to_their_account(database: Database) -> None:
    catalogue = small_playbook(SHARED, replace(LATER, when=When(seats_from=1000)))
    account_id = await add_account(database)
    priya, _ = await as_member(database, account_id), await as_member(database, account_id, "Jonas Weber")
    async with database.write() as session:
        await session.execute(update(Account).values(seats=20))
    assert [(mate.done, mate.total) for mate in (await home(database, catalogue, priya)).team] == [(0, 1)]
