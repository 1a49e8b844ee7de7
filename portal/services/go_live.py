"""Go-live: a checklist that people answer, and the declaration that starts the second clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account, accounts, audit, check_answers, go_lives, handoffs, readiness
from portal.db.account import Header
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import NotFound, Stale
from portal.domain.go_live import Declared, require_day, require_reason
from portal.domain.lifecycle import Onboarding, Touchpoint, touchpoints
from portal.domain.playbook import Catalogue
from portal.domain.readiness import JUDGES, Checked, Looked, Reply, Ticked, gaps_of, look
from portal.domain.roles import Capability
from portal.domain.wording import day
from portal.jobs.consequences import account_changed

NO_ACCOUNT: Final = "There is no account at this address. The portfolio lists every account there is."
NO_CHECK: Final = "There is no such check in the playbook. Open the page again: it may have been changed."


@dataclass(frozen=True, slots=True)
class GoLiveView:
    """What the page of the go-live shows. `declared` holds every declaration, the newest first."""

    header: Header
    onboarding: Onboarding
    sections: tuple[Looked, ...]
    declared: tuple[Declared, ...]
    touchpoints: tuple[Touchpoint, ...]
    go_no_go: str | None
    decides: str | None
    today: date

    @property
    def gaps(self) -> tuple[Checked, ...]:
        """Every check of the list that does not hold."""
        return gaps_of(self.sections)


async def show(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime) -> GoLiveView:
    """The checklist as it was answered, and what was declared. Raises NotFound for an unknown account."""
    header = await account.header(session, account_id)
    if header is None:
        raise NotFound(NO_ACCOUNT)
    record = await readiness.load(session, account_id, now)
    run, today = record.facts.onboarding, record.facts.today
    return GoLiveView(
        header=header,
        onboarding=run,
        sections=look(catalogue.lifecycle.go_live, record),
        declared=tuple(await go_lives.of_account(session, account_id)),
        touchpoints=touchpoints(run, catalogue.lifecycle.schedule, today),
        go_no_go=record.handoff.go_no_go,
        decides=record.handoff.decides_go_live,
        today=today,
    )


async def answer(
    session: AsyncSession,
    *,
    catalogue: Catalogue,
    account_id: UUID,
    check_id: str,
    version: int,
    ticked: Ticked,
    note: str | None,
    doer: Doer,
    now: datetime,
) -> None:
    """Answer a check of the start or the go-live. Raises Forbidden, Stale, and NotFound for one that judges itself."""
    doer.require_guide()
    sections = (*catalogue.lifecycle.start, *catalogue.lifecycle.go_live)
    check = next((one for section in sections for one in section.checks if one.id == check_id), None)
    if check is None or check_id in JUDGES:
        raise NotFound(NO_CHECK)
    there = (await check_answers.of_account(session, account_id)).get(check_id)
    held = await check_answers.keep(
        session,
        account_id=account_id,
        check_id=check_id,
        version=version,
        answer=ticked,
        note=note,
        by=doer.name,
        now=now,
    )
    if not held:
        raise Stale(version=there.version if there else 0, now=fields(there), by=there.by if there else None)
    before = {"answer": there.answer.value, "note": there.note} if there else {}
    act = Act("check.answered", check.title, before=before, after={"answer": ticked.value, "note": note})
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await accounts.touch(session, [account_id])


def fields(there: Reply | None) -> dict[str, object]:
    """An answer by the names of its form's fields."""
    return {"answer": there.answer.value, "note": there.note} if there else {"answer": None, "note": None}


async def declare(
    session: AsyncSession,
    *,
    catalogue: Catalogue,
    account_id: UUID,
    version: int,
    on: date,
    reason: str,
    doer: Doer,
    now: datetime,
) -> None:
    """Declare on which day an account went live, or put that right; `version` is the number of the last declaration.

    Its touchpoints are counted from that day on, and its verdict is assessed again. Raises Forbidden, NotFound,
    Invalid, Conflict, and Stale.
    """
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    view = await show(session, catalogue=catalogue, account_id=account_id, now=now)
    last = view.declared[0] if view.declared else None
    if (last.number if last else 0) != version:
        raise Stale(version=last.number if last else 0, now=told(view), by=last.by if last else None)
    require_day(on, view.onboarding, now.astimezone(UTC).date())
    again = view.onboarding.went_live_on is not None
    leads = Capability.CSM_LEAD in doer.capabilities
    require_reason(reason, gaps=len(view.gaps), again=again, leads=leads)
    await go_lives.add(
        session, account_id=account_id, number=version + 1, on=on, reason=reason or None, by=doer.name, now=now
    )
    await handoffs.keep_run(session, account_id=account_id, given={"went_live_on": on})
    before = {"went_live_on": view.onboarding.went_live_on.isoformat()} if view.onboarding.went_live_on else {}
    act = Act("go_live.declared", day(on), before=before, after={"went_live_on": on.isoformat(), "reason": reason})
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await account_changed(session, account_id, now)


def told(view: GoLiveView) -> dict[str, object]:
    """What is declared, by the names of the form's fields."""
    return {"on": view.onboarding.went_live_on, "reason": None}
