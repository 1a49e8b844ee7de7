"""Whose events these are: a batch's members, found or added, a few statements for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import directory, suppressions
from portal.db.directory import KnownAccount, KnownMember
from portal.domain.roles import Role, RoleSource
from portal.ingest.message import Fact, Poison
from portal.ingest.traits import describe

Person = tuple[UUID, str]
"""An account, and the id the product knows one of its people by."""


class Located(Struct, frozen=True):
    """A fact whose account is known, and its member where it names one.

    `revision` is the one the account is pinned to, or None where it follows the live playbook.
    """

    fact: Fact
    account_id: UUID
    member_id: UUID | None
    revision: int | None = None


async def locate(
    session: AsyncSession, facts: Sequence[Fact], accounts: dict[str, KnownAccount], *, now: datetime
) -> tuple[list[Located], list[Poison]]:
    """Find the account and the member of every fact; the ones without an account come back as poison.

    `accounts` are the known ones by external id. People a known account has not seen before become members;
    what is about somebody suppressed comes back as neither.
    """
    facts = await _wanted(session, facts, accounts)
    members = await _known(session, facts)
    if await _add_missing(session, facts, accounts, members, now):
        members = await _known(session, facts)
    people = {(member.account.id, member.external_id): member.id for member in members}
    homes = _homes(members)
    located: list[Located] = []
    lost: list[Poison] = []
    for fact in facts:
        account = accounts.get(fact.account) if fact.account else homes.get(fact.user or "")
        if account is None:
            lost.append(_lost(fact, known_in=sum(user == fact.user for _, user in people)))
        else:
            member = people[account.id, fact.user] if fact.user else None
            located.append(Located(fact, account.id, member, account.revision))
    return located, lost


async def _wanted(session: AsyncSession, facts: Sequence[Fact], accounts: dict[str, KnownAccount]) -> Sequence[Fact]:
    """The facts without those about people nothing is taken in about."""
    silent = await suppressions.suppressed(session, {fact.user for fact in facts if fact.user})
    homes = {known_as: account.id for known_as, account in accounts.items()}
    return [fact for fact in facts if not silent.holds(homes.get(fact.account or ""), fact.user)]


async def _known(session: AsyncSession, facts: Sequence[Fact]) -> list[KnownMember]:
    return await directory.members_by_external_id(session, {fact.user for fact in facts if fact.user})


def _homes(members: Iterable[KnownMember]) -> dict[str, KnownAccount]:
    """The account of each person who is known in exactly one."""
    accounts: dict[str, list[KnownAccount]] = defaultdict(list)
    for member in members:
        accounts[member.external_id].append(member.account)
    return {user: found[0] for user, found in accounts.items() if len(found) == 1}


def _lost(fact: Fact, *, known_in: int) -> Poison:
    if fact.account:
        reason = f"Create the account “{fact.account}” by a `group` call from your server, then send this again."
    elif known_in:
        reason = f"“{fact.user}” belongs to {known_in} accounts: name the account in context.groupId."
    else:
        reason = "The message names no account and nobody we know: name the account in context.groupId."
    return Poison(fact.body, "unknown_account", reason, fact.arrival, fact.message_id)


async def _add_missing(
    session: AsyncSession,
    facts: Sequence[Fact],
    accounts: dict[str, KnownAccount],
    members: Sequence[KnownMember],
    now: datetime,
) -> bool:
    """Link or add everybody a known account has not seen; whether there was anybody."""
    known = {(member.account.id, member.external_id) for member in members}
    missing: dict[Person, list[Fact]] = defaultdict(list)
    for fact in facts:
        account = accounts.get(fact.account or "")
        if account and fact.user and (account.id, fact.user) not in known:
            missing[account.id, fact.user].append(fact)
    if not missing:
        return False
    linked = await _link_by_email(session, missing)
    await directory.add_members(
        session, [_member(person, missing[person], now) for person in sorted(missing) if person not in linked]
    )
    return True


async def _link_by_email(session: AsyncSession, missing: dict[Person, list[Fact]]) -> set[Person]:
    """Give the people who were here before the product spoke of them the id it knows them by."""
    emails = {person: email for person, facts in missing.items() if (email := describe(facts).email)}
    if not emails:
        return set()
    found: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for member in await directory.unlinked_by_email(
        session, accounts={account for account, _ in emails}, emails=set(emails.values())
    ):
        found[member.account_id, member.email].append(member.id)
    links: dict[UUID, Person] = {}
    for person in sorted(emails):
        candidates = found[person[0], emails[person]]
        if len(candidates) == 1:
            links.setdefault(candidates[0], person)
    await directory.link(session, [(account, member, user) for member, (account, user) in links.items()])
    return set(links.values())


def _member(person: Person, facts: Sequence[Fact], now: datetime) -> dict[str, object]:
    account, user = person
    traits = describe(facts)
    return {
        "id": uuid4(),
        "account_id": account,
        "external_id": user,
        "email": traits.email,
        "name": traits.name or user,
        "role": traits.role or Role.OPERATOR,
        "role_source": RoleSource.DEFAULT,
        "pilot": False,
        "created_at": now,
    }


async def describe_people(session: AsyncSession, located: Sequence[Located]) -> None:
    """Keep what newly stored `identify` calls say about people who have not signed in yet."""
    said: dict[tuple[UUID, UUID], list[Fact]] = defaultdict(list)
    for one in located:
        if one.member_id and one.fact.type == "identify":
            said[one.account_id, one.member_id].append(one.fact)
    rows = []
    for (account, member), facts in said.items():
        traits = describe(facts)
        said_it = {"new_name": traits.name, "new_email": traits.email, "new_role": traits.role}
        if any(said_it.values()):
            rows.append({"of": account, "who": member, **said_it})
    await directory.describe_members(session, rows)
