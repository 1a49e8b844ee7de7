"""The customers the measurements run on: accounts, their people signed in, some of the way up the ladder."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.db.engine import Database, open_database
from portal.db.migrate import migrate
from portal.db.sources import SourceRef, ensure_source
from portal.db.tables import Account, BrowserSession, Connection, Member
from portal.domain.roles import Role
from portal.identity.opaque import hash_token
from portal.ingest import take_in
from portal.resources import PLAYBOOK
from portal.services import content, keys

ACCOUNTS = 200
MEMBERS_OF_EACH = 5
EARLIER_BATCHES = 20
BATCH = 100
SOURCE = "product"
EVENTS = (
    "Order Dispatched",
    "Order Imported",
    "Report Viewed",
    "Report Built",
    "Template Created",
    "Automation Enabled",
    "Exception Resolved",
    "Dashboard Opened",
)


class Person(msgspec.Struct, frozen=True):
    """A member: how the product names them, their role, and the token of their signed-in browser."""

    account_id: UUID
    account: str
    member_id: UUID
    member: str
    role: Role
    token: str


@dataclass(frozen=True)
class World:
    """A database with everybody in it."""

    url: str
    write_key: str
    source: SourceRef
    people: tuple[Person, ...]


def messages(people: tuple[Person, ...], chance: random.Random, count: int = BATCH) -> list[bytes]:
    """A batch as the vendor's product sends it: new ids, random people, random events."""
    now = datetime.now(UTC).isoformat()
    return [msgspec.json.encode(_message(chance.choice(people), chance, now)) for _ in range(count)]


def _message(person: Person, chance: random.Random, now: str) -> dict[str, object]:
    return {
        "type": "track",
        "messageId": str(UUID(int=chance.getrandbits(128))),
        "userId": person.member,
        "event": chance.choice(EVENTS),
        "timestamp": now,
        "properties": {"orders": chance.randrange(100), "region": "north", "carrier": "Swift & Sons"},
        "context": {"groupId": person.account, "library": {"name": "bench", "version": "1"}},
    }


async def build(url: str) -> World:
    """Fill an empty database."""
    database = open_database(url)
    try:
        await migrate(database)
        return await _fill(database, url)
    finally:
        await database.close()


async def _fill(database: Database, url: str) -> World:
    now = datetime.now(UTC)
    playbook = LivePlaybook()
    async with database.write() as session:
        await content.publish(session, folder=PLAYBOOK, author="bench", note="", now=now)
        await playbook.refresh(session)
        people = await _settle(session, now)
        key = await keys.create(session, label="bench", source=SOURCE, scopes=[keys.EVENTS_WRITE], now=now)
        source = await ensure_source(session, name=SOURCE)
    chance = random.Random(1)
    for _ in range(EARLIER_BATCHES):
        async with database.write() as session:
            earlier = messages(people, chance)
            await take_in(
                session,
                playbook=playbook,
                source=source,
                messages=earlier,
                sent_at=now,
                received_at=now,
            )
    return World(url, key, source, people)


async def _settle(session: AsyncSession, now: datetime) -> tuple[Person, ...]:
    accounts, chance = [(uuid4(), f"acct-{n}") for n in range(ACCOUNTS)], random.Random(2)
    people = tuple(
        Person(account_id, account, uuid4(), f"{account}-user-{m}", chance.choice([*Role]), uuid4().hex)
        for account_id, account in accounts
        for m in range(MEMBERS_OF_EACH)
    )
    rows = [{"id": i, "external_id": name, "name": f"Customer {name}", "created_at": now} for i, name in accounts]
    # An account's connection borrows the account's id: nobody signs in here by it.
    await session.execute(insert(Account), rows)
    await session.execute(insert(Connection), [_connection(account_id, now) for account_id, _ in accounts])
    await session.execute(insert(Member), [_member(person, place, now) for place, person in enumerate(people)])
    await session.execute(insert(BrowserSession), [_session(person, now) for person in people])
    return people


def _connection(account_id: UUID, now: datetime) -> dict[str, object]:
    return {
        "id": account_id,
        "account_id": account_id,
        "issuer": "https://login.example.com",
        "client_id": "bench",
        "client_secret": b"",
        "groups": {},
        "created_at": now,
    }


def _member(person: Person, place: int, now: datetime) -> dict[str, object]:
    return {
        "id": person.member_id,
        "account_id": person.account_id,
        "connection_id": person.account_id,
        "subject": person.member,
        "external_id": person.member,
        "email": f"{person.member}@example.com",
        "name": f"Person {place}",
        "role": person.role,
        "created_at": now,
    }


def _session(person: Person, now: datetime) -> dict[str, object]:
    return {
        "token_hash": hash_token(person.token),
        "connection_id": person.account_id,
        "subject": person.member,
        "member_id": person.member_id,
        "id_token": b"",
        "created_at": now,
        "seen_at": now,
        "expires_at": now + timedelta(days=7),
    }
