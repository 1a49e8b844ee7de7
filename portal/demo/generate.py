"""Filling an empty database with the demo: records as rows, behaviour as events through the real ingest path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from portal import ingest
from portal.content.live import LivePlaybook
from portal.db import unrolled
from portal.db.engine import Database
from portal.db.partitions import add_months
from portal.db.sources import SourceRef, ensure_source
from portal.demo.brands import brands
from portal.demo.doings import Doing, do_in_order
from portal.demo.drafting import write_draft
from portal.demo.folder import client_secret
from portal.demo.inviting import invited
from portal.demo.letters import write_letters
from portal.demo.listener import Billing
from portal.demo.mishaps import give_up, set_aside
from portal.demo.other_systems import connect_crm
from portal.demo.played import work_on_plays
from portal.demo.results import take_stock
from portal.demo.story.acts import notes
from portal.demo.story.handoffs import on_the_way
from portal.demo.story.history import DemoEvent, history
from portal.demo.story.hub import hub
from portal.demo.story.meetings import calendar
from portal.demo.story.named_views import named_views
from portal.demo.story.news import news
from portal.demo.story.plan import AccountPlan, plan_accounts
from portal.demo.story.records import add_accounts, add_members, add_staff
from portal.demo.story.vendor import PORTAL_SOURCE, PRODUCT_SOURCE, ROLE_GROUPS
from portal.demo.visits import remember_visits
from portal.domain.playbook import Catalogue
from portal.jobs import the_queue
from portal.rollups import AT_ONCE
from portal.services import connections, content, forecast, milestone_health, risk, tracking
from portal.services.activity import roll_up
from portal.settings import Settings

BATCH = 2000
"""Below what one request may carry; fewer, larger batches are faster."""
WEEKS_OF_VERDICTS = 6
"""How many past weeks get a verdict of their own, so that an account's page shows what moved."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the demo is made from."""

    accounts: int
    playbook: Path
    settings: Settings
    now: datetime


async def generate(database: Database, recipe: Recipe) -> None:
    """Fill an empty, migrated database, showing how far it is. Raises ContentErrors on bad content."""
    plans = plan_accounts(recipe.accounts, recipe.now)
    playbook = await _publish(database, recipe)
    catalogue = playbook.current
    async with database.write() as session:
        product = await ensure_source(session, name=PRODUCT_SOURCE)
        own = await ensure_source(session, name=PORTAL_SOURCE)
        staff = await _add_records(session, plans, catalogue, recipe)
    batches = list(_batches(history(plans, catalogue, recipe.now), product, own))
    with typer.progressbar(batches, label=f"Living through {recipe.accounts} onboardings") as shown:
        await _take_in(database, playbook, shown, recipe.now)
    await add_months(database, now=recipe.now)
    await _roll_up(database, catalogue, recipe.now)
    async with database.write() as session:
        await forecast.recount(session, catalogue=catalogue, now=recipe.now)
        await milestone_health.recount(session, catalogue=catalogue, now=recipe.now)
        await remember_visits(session, own, recipe.now)
        session.add_all(notes(plans, recipe.now))
        session.add_all(row for plan in plans for row in on_the_way(plan, recipe.now))
        session.add_all(news(plans, recipe.now))
        await do_in_order(session, _doings(plans, staff, catalogue, recipe))
        await connect_crm(session, recipe.now)
    await take_stock(database, catalogue, [plan.id for plan in plans], recipe.now)
    moments = [recipe.now - timedelta(weeks=weeks) for weeks in range(WEEKS_OF_VERDICTS, -1, -1)]
    with typer.progressbar(moments, label="Judging how they went") as shown_moments:
        await _judge(database, catalogue, shown_moments)
    async with database.write() as session:
        await work_on_plays(session, plans, catalogue, recipe.now)
    await write_letters(database, playbook, recipe.settings, recipe.now)
    if not plans:
        return
    async with database.write() as session:
        await set_aside(session, playbook, product, recipe.now)
        await give_up(session, plans[-1].id, recipe.now)


async def _publish(database: Database, recipe: Recipe) -> LivePlaybook:
    playbook = LivePlaybook()
    async with database.write() as session:
        await content.publish(
            session, folder=recipe.playbook, author="portal demo", note="The playbook as shipped", now=recipe.now
        )
        await playbook.refresh(session)
    return playbook


def _doings(
    plans: Sequence[AccountPlan], staff: Mapping[str, UUID], catalogue: Catalogue, recipe: Recipe
) -> Iterator[Doing]:
    """What the audit remembers."""
    yield from brands(plans, recipe.now)
    yield from invited(plans, recipe.now)
    if plans:
        secret_key = recipe.settings.secret_key.get_secret_value()
        yield from Billing(catalogue, secret_key, plans[0].id, staff, recipe.now).doings()


async def _add_records(
    session: AsyncSession, plans: Sequence[AccountPlan], catalogue: Catalogue, recipe: Recipe
) -> dict[str, UUID]:
    settings, now = recipe.settings, recipe.now
    staff_connection = await connections.ensure_staff(session, settings=settings, now=now)
    staff = await add_staff(session, plans, connection_id=staff_connection, now=now)
    await add_accounts(session, plans, staff, now)
    session.add_all(named_views(staff, now))
    await write_draft(session, staff, now)
    secret_key = settings.secret_key.get_secret_value()
    for plan in plans:
        client_id = f"marlowe-{plan.company.slug}"
        connection_id = await connections.create(
            session,
            secret_key=secret_key,
            account_id=plan.id,
            issuer=settings.staff_issuer,
            client_id=client_id,
            client_secret=client_secret(secret_key, client_id),
            groups={group: role.value for role, group in ROLE_GROUPS.items()},
            default_role=None,
            domains=[plan.company.domain],
            now=now,
        )
        add_members(session, plan, connection_id=connection_id)
        for rows in hub(plan, staff, now):
            session.add_all(rows)
            await session.flush()
        session.add_all(calendar(plan, staff, catalogue, now))
    return staff


def _batches(
    events: Sequence[DemoEvent], product: SourceRef, own: SourceRef
) -> Iterator[tuple[SourceRef, list[bytes]]]:
    """The events in their order, in batches of one source each."""
    for start in range(0, len(events), BATCH):
        some = events[start : start + BATCH]
        for source in (product, own):
            messages = [event.message for event in some if event.portal is (source is own)]
            if messages:
                yield source, messages


async def _take_in(
    database: Database, playbook: LivePlaybook, batches: Iterable[tuple[SourceRef, list[bytes]]], now: datetime
) -> None:
    for source, messages in batches:
        async with database.write() as session:
            await ingest.take_in(
                session, playbook=playbook, source=source, messages=messages, sent_at=now, received_at=now
            )


async def _roll_up(database: Database, catalogue: Catalogue, now: datetime) -> None:
    """Roll the events up, as the worker would; the numbers of weeks are counted apart, with their history."""
    async with database.write() as session:
        while chunk := await unrolled.take(session, events=AT_ONCE):
            await roll_up(session, catalogue=catalogue, queue=the_queue(), batches=chunk.batches, now=now)
            await tracking.count_batches(session, batches=chunk.batches)


async def _judge(database: Database, catalogue: Catalogue, moments: Iterable[datetime]) -> None:
    """Assess every account as of each moment, the oldest first, so that verdicts have a history."""
    for moment in moments:
        async with database.write() as session:
            await risk.assess_all(session, catalogue=catalogue, now=moment)
