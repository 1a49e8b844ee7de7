"""Experiments as people meet them: on a page."""

from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import Assignment, Exposure
from portal.domain.experiments import Experiment, Move, Variant
from tests.factories import add_account, add_member, browser, running, sign_in, small_playbook


async def test_an_order_experiment_is_recorded_where_it_is_shown(database: Database, database_url: str) -> None:
    arms = (Variant("control", 0, ()), Variant("data_first", 1, (Move("data", "sign_on"),)))
    experiment = Experiment(
        id="order",
        title="Data first",
        hypothesis="It is faster.",
        ladder="admin",
        salt="s",
        layer="l",
        layer_from=0,
        layer_to=1,
        max_accounts=10,
        variants=arms,
        primary="ttfv",
        running=True,
    )
    account_id = await add_account(database)
    async with running(database_url, small_playbook(experiments=(experiment,))) as app:
        member_id = await add_member(database, account_id)
        member = browser(app, await sign_in(database, account_id=account_id, member_id=member_id))
        html = (await member.get("/")).text
        await member.get("/")
    assert html.index("Reach data") < html.index("Turn on single sign-on")
    async with database.read() as session:
        assert list(await session.scalars(select(Assignment.variant_id))) == ["data_first"]
        assert list(await session.scalars(select(Exposure.account_id))) == [account_id]
