"""Taking messages out of the outbox, and noting what became of them. Between the two they are sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import random
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.channels import slack
from portal.channels.webhooks import signed
from portal.db import outbox as rows
from portal.db import webhooks
from portal.db.outbox import Due
from portal.domain.webhooks import SEALED_FOR, Answer, Kind, MessageState, wait_after
from portal.identity.sealing import Sealer

LEASE: Final = timedelta(minutes=1)
"""Whoever takes longer to send a message counts as gone; an attempt itself ends after ten seconds."""
SLACK_REST: Final = timedelta(seconds=1)
"""Slack takes about one message a second."""
GONE: Final = "It answered {status}: nobody listens there any more."


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message as it goes out."""

    due: Due
    url: str
    body: str
    headers: dict[str, str]


async def take(session: AsyncSession, message_id: UUID, *, now: datetime) -> Due | None:
    """Take a message to send it; None where somebody else has it. An address of Slack then rests for a second."""
    due = await rows.take(session, message_id, now=now, lease=LEASE)
    if due and due.kind is Kind.SLACK:
        await webhooks.mark(session, due.endpoint_id, resting_until=now + SLACK_REST)
    return due


def sealed(due: Due, *, secret_key: str, base_url: str, now: datetime) -> Envelope:
    """A message ready to go: signed, or in the words of Slack, whose address is the secret."""
    sealer = Sealer(secret_key, SEALED_FOR)
    secret = sealer.unseal(due.secret)
    carried = {"X-Request-Id": due.request_id} if due.request_id else {}
    if due.kind is Kind.SLACK:
        return Envelope(due, secret, slack.composed(due.body, base_url=base_url), carried)
    secrets = [secret]
    if due.earlier_secret and due.earlier_until and due.earlier_until > now:
        secrets.append(sealer.unseal(due.earlier_secret))
    headers = signed(f"msg_{due.id.hex}", due.body, secrets, now=now)
    return Envelope(due, due.url, due.body, {**headers, **carried})


async def settle(session: AsyncSession, due: Due, answer: Answer, *, began: datetime, now: datetime) -> None:
    """Note what came of an attempt: it arrived, it is tried again later, or nobody listens there any more."""
    state, next_at = MessageState.DELIVERED, None
    if not answer.arrived:
        wait = None if answer.gone(due.kind) else wait_after(due.left, chance=random())  # noqa: S311 - spreads load only
        state = MessageState.WAITING if wait is not None else MessageState.GIVEN_UP
        next_at = now + max(wait, answer.rest or wait) if wait is not None else None
    await rows.note(session, due, answer, at=began, state=state, next_at=next_at)
    if answer.gone(due.kind):
        reason = GONE.format(status=answer.status)
        await webhooks.mark(session, due.endpoint_id, disabled_at=now, disabled_reason=reason)
        await rows.give_up(session, due.endpoint_id)
    elif answer.rest:
        await webhooks.mark(session, due.endpoint_id, resting_until=now + answer.rest)
