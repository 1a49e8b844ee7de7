"""The plays that the demo's CSMs have worked on: begun soon after a verdict asked for one, most of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import risk
from portal.db.tables import PlayActionDone
from portal.demo.story.plan import SEED, AccountPlan
from portal.domain.history import Kept
from portal.domain.path import final, from_json
from portal.domain.playbook import Catalogue
from portal.domain.plays import key_of

BEGUN: Final = 0.8
"""The share of plays that were begun."""
PACE: Final = timedelta(days=2, hours=3)
"""From one action to the next."""
VERDICTS: Final = 20


async def work_on_plays(
    session: AsyncSession, plans: Sequence[AccountPlan], catalogue: Catalogue, now: datetime
) -> None:
    """Tick off what was done of every play that a verdict has asked for."""
    for plan in plans:
        if plan.csm:
            history = await risk.history(session, account_id=plan.id, limit=VERDICTS)
            session.add_all(_done(plan.id, plan.csm.name, history, catalogue, now))


def _done(
    account_id: UUID, by: str, history: Sequence[Kept], catalogue: Catalogue, now: datetime
) -> Iterator[PlayActionDone]:
    for kept in history:
        random = Random(f"{SEED}/{account_id}/{kept.leaf}/{kept.as_of:%F}")
        play = catalogue.plays.get(final(from_json(kept.path)).play or "")
        if play is None or random.random() > BEGUN:
            continue
        for number, action in enumerate(play.actions[: random.randint(1, len(play.actions))]):
            at = kept.as_of + timedelta(hours=random.randint(2, 30)) + number * PACE
            if at < min(kept.superseded_at or now, now):
                yield PlayActionDone(account_id=account_id, play=play.id, action=key_of(action), done_at=at, by=by)
