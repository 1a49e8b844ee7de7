"""The start gate: what has to be known and agreed before a kickoff may be scheduled, and what is still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account, accounts, audit, handoffs, kickoffs, readiness, seats
from portal.db.account import Header
from portal.db.handoffs import Colleague, Saved
from portal.domain import lifecycle
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import NotFound, Stale
from portal.domain.handoff import FIELDS, Chapter, Handoff, answers, people_in
from portal.domain.judging import Judged, judge
from portal.domain.kickoff import Kickoff, Leave
from portal.domain.lifecycle import Onboarding, Phase
from portal.domain.plan import Closer
from portal.domain.playbook import Catalogue
from portal.domain.readiness import Checked, Looked, by_closer, gaps_of, look
from portal.domain.typical import Typical, typical
from portal.domain.versions import fingerprint
from portal.jobs.consequences import account_changed, load_changed

NO_ACCOUNT = "There is no account at this address. The portfolio lists every account there is."


@dataclass(frozen=True, slots=True)
class StartView:
    """What the page of the start gate shows. `judged` is the start tree as it stands now; None once it was kicked off.

    `leave` is a lead's word that counts now, `leaves` everything leads ever said.
    """

    header: Header
    onboarding: Onboarding
    handoff: Handoff
    sections: tuple[Looked, ...]
    saved: Mapping[str, Saved]
    judged: Judged | None
    kickoff: Kickoff | None
    leave: Leave | None
    leaves: tuple[Leave, ...]
    typical: Typical
    colleagues: tuple[Colleague, ...]

    @property
    def gaps(self) -> tuple[Checked, ...]:
        """Every check that does not hold."""
        return gaps_of(self.sections)

    @property
    def by_closer(self) -> Mapping[Closer, Sequence[Checked]]:
        """The gaps by who must close them."""
        return by_closer(self.gaps)

    @property
    def opens(self) -> bool:
        """Whether a kickoff may be scheduled."""
        return not self.gaps or self.leave is not None


@dataclass(frozen=True, slots=True)
class Summary:
    """The way to go-live in short, for the account's page."""

    phase: Phase
    gaps: int
    checks: int
    kickoff: Kickoff | None
    leave: Leave | None


async def show(
    session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, typical_days: int, now: datetime
) -> StartView:
    """Every section with its gaps, as of `now`. Raises NotFound for an unknown account."""
    header = await account.header(session, account_id)
    if header is None:
        raise NotFound(NO_ACCOUNT)
    record = await readiness.load(session, account_id, now)
    given = await kickoffs.leaves(session, account_id)
    before = lifecycle.phase(record.facts.onboarding, now.astimezone(UTC).date()) is Phase.BEFORE_KICKOFF
    return StartView(
        header=header,
        onboarding=record.facts.onboarding,
        handoff=record.handoff,
        sections=look(catalogue.lifecycle.start, record),
        saved=await handoffs.saved(session, account_id),
        judged=judge(catalogue.trees, record.facts) if before else None,
        kickoff=await kickoffs.of_account(session, account_id),
        leave=next((leave for leave in given if leave.holds_at(now)), None),
        leaves=tuple(given),
        typical=typical(await handoffs.days_to_go_live(session), header.seats, typical_days),
        colleagues=tuple(await handoffs.colleagues(session)),
    )


async def summary(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime) -> Summary:
    """How far an account is on its way to go-live."""
    record = await readiness.load(session, account_id, now)
    phase = lifecycle.phase(record.facts.onboarding, record.facts.today)
    sections = catalogue.lifecycle.start if phase is Phase.BEFORE_KICKOFF else catalogue.lifecycle.go_live
    looked = look(sections, record)
    given = await kickoffs.leaves(session, account_id)
    return Summary(
        phase=phase,
        gaps=len(gaps_of(looked)),
        checks=sum(len(one.checks) for one in looked),
        kickoff=await kickoffs.of_account(session, account_id),
        leave=next((leave for leave in given if leave.holds_at(now)), None),
    )


async def save(
    session: AsyncSession,
    *,
    account_id: UUID,
    chapter: Chapter,
    version: int,
    given: Mapping[str, Any],
    typical_days: int,
    doer: Doer,
    now: datetime,
) -> None:
    """Save a section of the record, by the names of its form's fields. Raises Forbidden, NotFound and Stale."""
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    header = await account.header(session, account_id)
    if header is None:
        raise NotFound(NO_ACCOUNT)
    record = await handoffs.load(session, account_id)
    before = answers(record, chapter)
    if fingerprint(before) != version:
        raise _stale(before, (await handoffs.saved(session, account_id)).get(chapter))
    await _keep(session, account_id, chapter=chapter, before=record, given=given, by=doer.name, now=now)
    if chapter is Chapter.TIMELINE_VALIDATION:
        usual = typical(await handoffs.days_to_go_live(session), header.seats, typical_days)
        await handoffs.keep_run(session, account_id=account_id, given={"typical_days": usual.days})
    kept = await handoffs.load(session, account_id)
    after = answers(kept, chapter)
    saved = Saved(fingerprint(after), doer.name, now)
    await handoffs.note_saved(session, account_id=account_id, chapter=chapter, saved=saved)
    await audit.record(session, account_id=account_id, actor=doer.actor, act=_act(chapter, before, after), now=now)
    await account_changed(session, account_id, now)
    await load_changed(session, {csm for csm in {record.csm_id} ^ {kept.csm_id} if csm}, now)


def _stale(before: Mapping[str, object], saved: Saved | None) -> Stale:
    version = fingerprint(before)
    return Stale(version=version, now=before, by=saved.by if saved and saved.fingerprint == version else None)


async def _keep(
    session: AsyncSession,
    account_id: UUID,
    *,
    chapter: Chapter,
    before: Handoff,
    given: Mapping[str, Any],
    by: str,
    now: datetime,
) -> None:
    for seat, named in people_in(given, chapter).items():
        if named != before.holder(seat):
            await seats.fill(session, account_id=account_id, seat=seat, named=named, by=by)
    fields = {name: None if given[name] == "" else given[name] for name in FIELDS[chapter]}
    await handoffs.keep(session, account_id=account_id, given=fields, now=now)


def _act(chapter: Chapter, before: Mapping[str, object], after: Mapping[str, object]) -> Act:
    changed = [name for name, value in after.items() if value != before[name]]
    old = {name: str(before[name] or "") or None for name in changed}
    new = {name: str(after[name] or "") or None for name in changed}
    return Act("handoff.saved", chapter.value.replace("_", " "), before=old, after=new)
