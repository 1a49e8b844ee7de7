"""As many accounts as are asked for, each judged, with a run, people and use: what lists for staff are read from."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import Table, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.db import account_signals, verdict_counts
from portal.db.base import Base, table_of
from portal.db.bulk import insert_many, or_ignore
from portal.db.engine import Database, open_database
from portal.db.migrate import migrate
from portal.db.tables import (
    Account,
    AccountSignals,
    ActivityDay,
    BrowserSession,
    Connection,
    Member,
    MilestoneCompletion,
    Onboarding,
    PortfolioRow,
    Staff,
    VerdictRecord,
)
from portal.db.verdict_counts import Place
from portal.domain.judging import judge
from portal.domain.lifecycle import Phase
from portal.domain.path import final, to_json
from portal.domain.playbook import Catalogue
from portal.domain.risk import Level
from portal.domain.roles import Capability, Role
from portal.identity.opaque import hash_token
from portal.resources import PLAYBOOK
from portal.services import content, keys
from tests.bench.work import work
from tests.situations import CASES

OF_ONE_CSM = 40
AT_ONCE = 5000
EARLY = 500
ACTIVE_DAYS = 4
"""Of each account's one member."""
HELD = 0.1
"""The share of accounts on hold: of a thousand, more than a page of them."""
WAITING = 30
"""So many days touchpoints have waited at most: of a thousand accounts, a full calendar of everybody's."""
MOVED = 0.02
"""The share of accounts whose numbers have moved since their verdict."""


@dataclass(frozen=True)
class Known:
    """An account, and a task of it."""

    account: UUID
    task: UUID


@dataclass(frozen=True)
class Crowd:
    """A database with many accounts: browsers of CSMs who look at them, an owner's browser, and a key for the API.

    `some` are accounts that lists go on behind. They stand early in most orders, so that behind each there is a page
    as full with a thousand accounts as with a hundred thousand.
    """

    url: str
    accounts: int
    tokens: tuple[str, ...]
    owner: str
    key: str
    some: tuple[Known, ...]


@dataclass(frozen=True)
class About:
    """What accounts are made from; each verdict comes with the numbers that lead to it."""

    csms: Sequence[UUID]
    verdicts: Sequence[tuple[dict[str, Any], dict[str, Any]]]
    now: datetime
    chance: random.Random


async def build(url: str, accounts: int) -> Crowd:
    """Fill an empty database."""
    database = open_database(url)
    try:
        await migrate(database)
        return await _fill(database, url, accounts)
    finally:
        await database.close()


async def _fill(database: Database, url: str, accounts: int) -> Crowd:
    now, chance = datetime.now(UTC), random.Random(1)
    playbook = LivePlaybook()
    async with database.write() as session:
        await content.publish(session, folder=PLAYBOOK, author="bench", note="", now=now)
        await playbook.refresh(session)
        csms, tokens = await _staff(session, max(accounts // OF_ONE_CSM, 1), now)
        key = await keys.create(session, label="bench", source=None, scopes=keys.API_SCOPES, now=now)
    known = [Known(uuid4(), uuid4()) for _ in range(accounts)]
    verdicts = list(_verdicts(playbook.current, now))
    about = About(csms[1:], verdicts, now, chance)
    for start in range(0, accounts, AT_ONCE):
        async with database.write() as session:
            await _accounts(session, known[start : start + AT_ONCE], about)
    if url.startswith("postgresql"):
        # What autovacuum does within a minute or so.
        async with database.write() as session:
            await session.execute(text("ANALYZE"))
    some = await _early(database, {one.account: one for one in known})
    return Crowd(url, accounts, tokens[1:], tokens[0], key, some)


async def _early(database: Database, known: Mapping[UUID, Known]) -> tuple[Known, ...]:
    """The riskiest accounts of the first half by name."""
    riskiest = select(PortfolioRow.account_id).where(PortfolioRow.rank == 0, PortfolioRow.sort_name < "ibex")
    async with database.read() as session:
        return tuple(known[account] for account in await session.scalars(riskiest.limit(EARLY)))


async def _staff(session: AsyncSession, count: int, now: datetime) -> tuple[list[UUID], tuple[str, ...]]:
    connection, ids = uuid4(), [uuid4() for _ in range(count)]
    about = {"issuer": "https://login.example.com", "client_id": "bench", "client_secret": b"", "groups": {}}
    await session.execute(insert(Connection), [{"id": connection, **about, "created_at": now, "enforced_at": now}])
    people = [
        {
            "id": one,
            "email": f"{one}@example.com",
            "name": f"CSM {n}",
            "capabilities": [Capability.CSM] if n else [Capability.OWNER],
            "created_at": now,
        }
        for n, one in enumerate(ids)
    ]
    await session.execute(insert(Staff), people)
    tokens = {one: uuid4().hex for one in ids[:20]}
    await session.execute(insert(BrowserSession), [_session(connection, *pair, now) for pair in tokens.items()])
    return ids, tuple(tokens.values())


def _session(connection: UUID, staff: UUID, token: str, now: datetime) -> dict[str, Any]:
    until = {"created_at": now, "seen_at": now, "expires_at": now + timedelta(days=7)}
    about = {"token_hash": hash_token(token), "subject": str(staff), "staff_id": staff, "id_token": b""}
    return {"connection_id": connection, **about, **until}


def _verdicts(catalogue: Catalogue, now: datetime) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """A verdict for each leaf of the trees, and the numbers that lead there, as an assessment keeps them."""
    for facts in CASES.values():
        judged = judge(catalogue.trees, facts)
        leaf, tree = final(judged.path), judged.verdict.tree
        path = msgspec.json.encode(to_json(judged.path)).decode()
        about = {"tree": tree.id, "revision": catalogue.revision, "leaf": leaf.id}
        kept = account_signals.row(judged.verdict, [node.signal for node in judged.path])
        numbers = {**kept, "revision": catalogue.revision, "as_of": now}
        yield {**about, "level": leaf.level, "path": path}, numbers


async def _accounts(session: AsyncSession, some: Sequence[Known], about: About) -> None:
    rows: dict[type[Base], list[dict[str, Any]]] = {}
    for known in some:
        for kind, row in _account(known, about):
            rows.setdefault(kind, []).append(row)
    for kind, many in rows.items():
        table: Table = table_of(kind)
        await insert_many(session, table, many, or_ignore)
    levels = list(Level)
    places = [Place(row["csm_id"], levels[row["rank"]], row["open"]) for row in rows[PortfolioRow]]
    await verdict_counts.move(session, left=[], entered=Counter(places).elements())


def _account(known: Known, about: About) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    account, now, chance = known.account, about.now, about.chance
    csm, (verdict, numbers) = chance.choice(about.csms), chance.choice(about.verdicts)
    if chance.random() < MOVED:
        _, numbers = chance.choice(about.verdicts)
    today, member = now.date(), uuid4()
    name = f"{chance.choice(('Brightwell', 'Oster', 'Caldera', 'Norra', 'Ibex'))} {account.hex[:8]}"
    kickoff = today - timedelta(days=chance.randrange(-20, 300))
    live = kickoff + timedelta(days=42)
    live_on = live if live <= today else None
    yield Account, {"id": account, "external_id": account.hex, "name": name, "industry": "Health", "created_at": now}
    run = {"csm_id": csm, "kickoff_on": kickoff, "target_go_live_on": live, "went_live_on": live_on}
    yield Onboarding, {"account_id": account, **run, "typical_days": 42}
    yield from _person(account, member, about)
    held = {"as_of": now, "checked_at": now}
    yield VerdictRecord, {"id": uuid4(), "account_id": account, **verdict, **held}
    yield AccountSignals, {**numbers, "account_id": account, "leaf": verdict["leaf"]}
    yield from work(account, known.task, csm, now, chance)
    phase = Phase.GO_LIVE if live_on else Phase.IMPLEMENTATION if kickoff <= today else Phase.BEFORE_KICKOFF
    rank = verdict["level"].rank
    reason = {"kind": "verdict", "points": 50, "says": "0 of 3 invites since 4 Nov were accepted or attended."}
    yield (
        PortfolioRow,
        {
            "account_id": account,
            "csm_id": csm,
            "sort_name": name.casefold(),
            "search": f"{name}\n{account.hex}\nhealth\nana {member.hex[:6]} {member.hex}@example.com".casefold(),
            "rank": rank,
            "since": now,
            "phase": phase,
            "week": max((today - kickoff).days // 7 + 1, 0),
            "next_on": today + timedelta(days=chance.randrange(-WAITING, 60)),
            "on_hold": chance.random() < HELD,
            "open": True,
            "urgency": 50 if rank == 0 else 0,
            "reasons": msgspec.json.encode([reason] if rank == 0 else []).decode(),
            "changed_at": now,
        },
    )


def _person(account: UUID, member: UUID, about: About) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    """The account's one member, the milestones they reached, and the days they used the product."""
    now, chance = about.now, about.chance
    person = {
        "external_id": member.hex,
        "name": f"Ana {member.hex[:6]}",
        "role": Role.OPERATOR,
        "role_source": "default",
    }
    yield Member, {"id": member, "account_id": account, **person, "pilot": True, "created_at": now}
    for milestone in ("first_dispatch", "shift_board")[: chance.randrange(3)]:
        done = {"subject_id": member, "milestone_id": milestone, "at": now}
        yield MilestoneCompletion, {"account_id": account, **done}
    for days in chance.sample(range(50), ACTIVE_DAYS):
        yield (
            ActivityDay,
            {"account_id": account, "member_id": member, "day": now.date() - timedelta(days=days), "events": 3},
        )
