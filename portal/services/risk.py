"""Judging accounts: the tree that applies, its verdict with the whole path, kept as history."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account_signals as signal_rows
from portal.db import accounts as account_rows
from portal.db import portfolio_rows
from portal.db import risk as verdict_rows
from portal.db.signals import load_facts
from portal.domain import lifecycle
from portal.domain.errors import NotFound
from portal.domain.judging import Judged, judge, longest_window
from portal.domain.news import phase_news, touchpoint_news, verdict_news
from portal.domain.path import to_json
from portal.domain.playbook import Catalogue
from portal.domain.signals import AccountFacts
from portal.domain.webhooks import News
from portal.jobs.news import announce

AT_ONCE = 200
"""Accounts whose facts are loaded together: each question to the database is asked once for so many."""

STALE = timedelta(hours=6)
"""Numbers older than this are counted again whether or not anything seems to have moved them."""

RECENT = timedelta(hours=1)
"""A verdict that holds, with the same evidence, need not be written again so soon after it was."""


async def assess(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime) -> bool:
    """Judge one account as of `now`; whether its verdict changed. Raises NotFound for an unknown account."""
    found, changed = await _assess(session, catalogue, [account_id], now)
    if not found:
        message = f"There is no account {account_id} to assess."
        raise NotFound(message)
    return bool(changed)


async def assess_all(
    session: AsyncSession, *, catalogue: Catalogue, now: datetime, accounts: Sequence[UUID] | None = None
) -> int:
    """Judge these accounts, or every one, as of `now`; how many verdicts changed."""
    ids = sorted(accounts) if accounts is not None else await verdict_rows.every_account(session)
    changed = 0
    for some in _slices(ids):
        changed += (await _assess(session, catalogue, some, now))[1]
    return changed


def _slices(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


async def _assess(
    session: AsyncSession, catalogue: Catalogue, accounts: Sequence[UUID], now: datetime
) -> tuple[int, int]:
    """Judge some accounts; how many of them exist, and how many verdicts changed."""
    await portfolio_rows.lock(session, accounts)
    before = await verdict_rows.current(session, accounts)
    facts = await load_facts(session, accounts=accounts, now=now, window_days=longest_window(catalogue.trees.values()))
    # A verdict that was checked later than `now` knows more: looking back must not overwrite it.
    judged = {
        account: judge(catalogue.trees, about)
        for account, about in facts.items()
        if account not in before or before[account].checked_at <= now
    }
    moved = {account for account, new in judged.items() if _moved(before.get(account), new)}
    await verdict_rows.supersede(session, [before[account].id for account in moved & before.keys()], now)
    await verdict_rows.store(session, [_row(account, judged[account], catalogue, now) for account in sorted(moved)])
    await verdict_rows.refresh(
        session,
        [_fresh(before[account].id, judged[account], catalogue, now) for account in sorted(judged.keys() - moved)],
        unless_since=now - RECENT,
    )
    await signal_rows.keep(session, [_numbers(account, judged[account], catalogue, now) for account in sorted(judged)])
    phases = await portfolio_rows.phases(session, list(judged))
    told = {account: facts[account] for account in judged}
    await portfolio_rows.refresh(session, told, schedule=catalogue.lifecycle.schedule, now=now)
    levels = {account: before[account].level if account in before else None for account in moved}
    verdicts = [verdict_news(account, levels[account], judged[account].verdict, now) for account in sorted(moved)]
    await announce(session, [*verdicts, *_news(told, phases, catalogue, now)], now=now)
    await account_rows.touch(session, moved)
    return len(facts), len(moved)


async def due(session: AsyncSession, *, catalogue: Catalogue, now: datetime, after: UUID | None) -> list[UUID]:
    """Some accounts whose verdict may not hold any more, in a fixed order, from behind one of them.

    What ages does so by whole days in UTC, and every act has its accounts assessed: within a day numbers hold, and
    only other trees lead them elsewhere. So an account is due once a day, and after STALE in case an act was missed.
    """
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since = max(midnight, now - STALE)
    return await signal_rows.due(session, revision=catalogue.revision, since=since, after=after, limit=AT_ONCE)


async def moved(session: AsyncSession, *, catalogue: Catalogue, now: datetime) -> list[signal_rows.Moved]:
    """The accounts that these trees lead elsewhere than their last check did, by the numbers it counted.

    It agrees with `assess`, without evidence. Accounts are left out whose numbers are older than a day, or were
    counted for other windows.
    """
    return await signal_rows.moved(session, catalogue.trees, since=now - signal_rows.FRESH, until=now)


async def tally(session: AsyncSession, *, catalogue: Catalogue, now: datetime) -> Counter[tuple[str, str]]:
    """How many accounts these trees lead to each leaf, by tree and leaf; those are left out whom `moved` leaves out."""
    return await signal_rows.counts(session, catalogue.trees, since=now - signal_rows.FRESH, until=now)


def _news(
    facts: Mapping[UUID, AccountFacts], phases: Mapping[UUID, lifecycle.Phase], catalogue: Catalogue, now: datetime
) -> Iterator[News]:
    """What time alone brings: a phase that was entered, a touchpoint that is due."""
    for account in sorted(facts):
        run = facts[account].onboarding
        phase = lifecycle.phase(run, facts[account].today)
        if account in phases and phases[account] is not phase:
            yield phase_news(account, phases[account], phase, now)
        yield from touchpoint_news(account, run, catalogue.lifecycle, now)


def _moved(before: verdict_rows.Current | None, new: Judged) -> bool:
    """Whether the verdict is another one: other words, or the same at another level of risk."""
    tree, leaf = new.verdict.tree, new.verdict.leaf
    return before is None or (before.tree, before.leaf, before.level) != (tree.id, leaf.id, leaf.level)


def _row(account: UUID, new: Judged, catalogue: Catalogue, now: datetime) -> verdict_rows.NewVerdict:
    return {
        "account_id": account,
        "tree": new.verdict.tree.id,
        "revision": catalogue.revision,
        "leaf": new.verdict.leaf.id,
        "level": new.verdict.leaf.level,
        "as_of": now,
        "checked_at": now,
        "path": to_json(new.path),
    }


def _numbers(account: UUID, new: Judged, catalogue: Catalogue, now: datetime) -> dict[str, Any]:
    kept = signal_rows.row(new.verdict, [node.signal for node in new.path])
    return {"account_id": account, "revision": catalogue.revision, "as_of": now, **kept}


def _fresh(verdict: UUID, new: Judged, catalogue: Catalogue, now: datetime) -> verdict_rows.Refreshed:
    return {"id": verdict, "revision": catalogue.revision, "checked_at": now, "path": to_json(new.path)}
