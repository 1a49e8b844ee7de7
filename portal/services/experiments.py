"""Recording what an experiment showed to whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import experiments
from portal.domain.experiments import Encounter
from portal.domain.people import SignedInMember


async def record_encounters(
    session: AsyncSession, *, member: SignedInMember, encounters: Sequence[Encounter], revision: int, now: datetime
) -> None:
    """Store the assignment of the member's account, and that the member saw the difference.

    Where another process stored a different arm meanwhile, that one stands and nothing counts as seen.
    """
    for encounter in encounters:
        variant = encounter.variant
        if encounter.assign:
            variant = await experiments.assign(
                session,
                experiment_id=encounter.experiment,
                account_id=member.account_id,
                variant=encounter.variant,
                revision=revision,
                now=now,
            )
        if encounter.expose and variant == encounter.variant:
            await experiments.expose(
                session,
                experiment_id=encounter.experiment,
                account_id=member.account_id,
                member_id=member.id,
                now=now,
            )
