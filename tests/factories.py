"""Made-up rows and signed-in browsers for tests, and a small playbook whose numbers tests can state."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from portal.app import create_app
from portal.content.live import LivePlaybook
from portal.db import identity, portfolio_rows
from portal.db.engine import Database
from portal.db.tables import Account, BrowserSession, Connection, Member, Onboarding, Staff
from portal.domain.experiments import Experiment
from portal.domain.playbook import (
    Catalogue,
    Celebration,
    Feature,
    Impact,
    Ladder,
    Metric,
    Milestone,
    Scope,
    Signal,
    Step,
    Story,
    Video,
)
from portal.domain.roles import Capability, Role
from portal.domain.rules import EventRule
from portal.domain.vocabulary import Declared
from portal.identity.opaque import hash_token, new_token
from portal.resources import PLAYBOOK
from portal.services import content
from portal.settings import Settings
from portal.web.deps import SESSION_COOKIE
from tests.lifecycles import LIFECYCLE

NOW = datetime(2026, 11, 17, 9, tzinfo=UTC)
ORIGIN = "https://portal.test"
_numbers = itertools.count(1)


def settings(database_url: str, **given: Any) -> Settings:  # noqa: ANN401 - any setting, of any type
    """Settings of an installation on a test's database."""
    values: dict[str, Any] = {
        "database_url": database_url,
        "secret_key": SecretStr("a secret of at least thirty-two characters"),
        "base_url": ORIGIN,
        "staff_issuer": "https://login.vendor.test",
        "staff_client_id": "portal",
        "staff_client_secret": SecretStr("client secret"),
    }
    return Settings(**values | given)


async def add_account(
    database: Database,
    *,
    name: str = "Halden Freight",
    created_at: datetime = NOW,
    **given: Any,  # noqa: ANN401
) -> UUID:
    """An account with a run that began two weeks ago; `given` overrides the run's columns."""
    account_id = uuid4()
    run = {"kickoff_on": NOW.date() - timedelta(days=15), "typical_days": 42} | given
    async with database.write() as session:
        session.add(Account(id=account_id, external_id=f"acc-{next(_numbers)}", name=name, created_at=created_at))
        await session.flush()
        session.add(Onboarding(account_id=account_id, **run))
        await session.flush()
        await portfolio_rows.admit(session, [account_id], now=NOW)
    return account_id


async def add_member(
    database: Database,
    account_id: UUID,
    *,
    name: str = "Priya Raman",
    role: Role = Role.ADMIN,
    **given: Any,  # noqa: ANN401
) -> UUID:
    """A member of an account."""
    member_id, number = uuid4(), next(_numbers)
    values = {"external_id": f"user-{number}", "email": f"user{number}@halden.test", "created_at": NOW} | given
    async with database.write() as session:
        session.add(Member(id=member_id, account_id=account_id, name=name, role=role, **values))
    return member_id


async def add_staff(
    database: Database,
    *,
    name: str = "Tomás Vidal",
    email: str | None = None,
    capabilities: tuple[Capability, ...] = (Capability.CSM,),
) -> UUID:
    """One of the vendor's people."""
    staff_id = uuid4()
    address = email or f"staff{next(_numbers)}@vendor.test"
    async with database.write() as session:
        session.add(Staff(id=staff_id, email=address, name=name, capabilities=list(capabilities), created_at=NOW))
    return staff_id


async def sign_in(
    database: Database,
    *,
    account_id: UUID | None = None,
    member_id: UUID | None = None,
    staff_id: UUID | None = None,
    now: datetime = NOW,
) -> dict[str, str]:
    """The cookies of a browser in which a member of an account, or one of the staff, is signed in since `now`."""
    token = new_token()
    async with database.write() as session:
        session.add(
            BrowserSession(
                token_hash=hash_token(token),
                connection_id=await _connection(session, account_id, now),
                subject=str(member_id or staff_id),
                member_id=member_id,
                staff_id=staff_id,
                id_token=b"sealed",
                created_at=now,
                seen_at=now,
                expires_at=now + timedelta(days=7),
            )
        )
    return {SESSION_COOKIE: token}


async def _connection(session: AsyncSession, account_id: UUID | None, now: datetime) -> UUID:
    """The connection of an account, or the vendor's own: each has one."""
    there = identity.connection_of_account(session, account_id) if account_id else identity.staff_connection(session)
    if found := await there:
        return found.id
    new = Connection(
        id=uuid4(),
        account_id=account_id,
        issuer="https://login.vendor.test",
        client_id="portal",
        client_secret=b"sealed",
        groups={},
        created_at=now,
        enforced_at=now,
    )
    session.add(new)
    await session.flush()
    return new.id


async def publish(database: Database) -> None:
    """Make the shipped playbook the live revision."""
    async with database.write() as session:
        await content.publish(session, folder=PLAYBOOK, author="Test", note="For a test", now=NOW)


class Fixed(LivePlaybook):
    """A playbook that is always the one given."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._current = catalogue


@asynccontextmanager
async def running(database_url: str, catalogue: Catalogue | None = None) -> AsyncIterator[FastAPI]:
    """An application on a test's database, started; it serves `catalogue`, or else what is published."""
    app = create_app(settings(database_url), clock=lambda: NOW)
    if catalogue:
        app.state.portal = replace(app.state.portal, playbook=Fixed(catalogue))
    async with app.router.lifespan_context(app):
        yield app


def browser(app: FastAPI, cookies: dict[str, str] | None = None, **headers: str) -> httpx.AsyncClient:
    """A browser of one person. It follows no redirect, so that tests see them."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=ORIGIN, cookies=cookies, headers={"Origin": ORIGIN} | headers
    )


HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
"""What htmx says of itself when it asks for a fragment."""


def milestone(milestone_id: str, **given: Any) -> Milestone:  # noqa: ANN401 - any field of a milestone
    """A milestone of one manual step."""
    values: dict[str, Any] = {
        "title": f"Reach {milestone_id}",
        "short": milestone_id[:10],
        "outcome": f"the end of {milestone_id}",
        "purpose": f"What {milestone_id} is for.",
        "why": f"Why {milestone_id} matters.",
        "scope": Scope.ACCOUNT,
        "track": "administration",
        "phase": "discovery",
        "minutes": 4,
        "due_days": 10,
        "steps": (step("only"),),
        "roles": (Role.ADMIN,),
        "celebration": Celebration("{account} did it.", "Nobody at {account} waits any more."),
        "owner": "Success team",
        "review_by": date(2027, 1, 1),
        "article": f"How *{milestone_id}* works.",
    }
    return Milestone(id=milestone_id, **values | given)


def step(step_id: str, **given: Any) -> Step:  # noqa: ANN401 - any field of a step
    """A step that a person ticks by hand."""
    values: dict[str, Any] = {"title": f"Do {step_id}", "cue": f"How to do {step_id}.", "minutes": 4}
    return Step(id=step_id, **values | given)


def declared(*names: str) -> dict[str, Declared]:
    """Events by their names alone."""
    return {name: Declared(name) for name in names}


def small_playbook(*milestones: Milestone, experiments: tuple[Experiment, ...] = ()) -> Catalogue:
    """A catalogue whose three ladders hold the given milestones, or else `sign_on`, `data` and `pilot`."""
    rungs = milestones or (SIGN_ON, milestone("data"), milestone("pilot", requires=("sign_on",)))
    ladders = {role: Ladder(role, role, f"{role.label} ladder", f"The {role.label} promise.", rungs) for role in Role}
    metric = Metric("active_members", "Active people", "People who used the product.", frozenset({"Order Dispatched"}))
    return Catalogue(
        revision=1,
        hash="0" * 64,
        vendor="Marlowe",
        product="Marlowe Dispatch",
        ladders=MappingProxyType(ladders),
        milestones=MappingProxyType({rung.id: rung for rung in rungs}),
        trees=MappingProxyType({}),
        plays=MappingProxyType({}),
        experiments=experiments,
        metrics=MappingProxyType({metric.id: metric}),
        events=declared("Order Dispatched", "Groups Mapped"),
        lifecycle=LIFECYCLE,
    )


SIGN_ON = milestone(
    "sign_on",
    title="Turn on single sign-on",
    outcome="one-click sign-in for everyone",
    steps=(
        step("pick", title="Pick your identity provider", tip="Most pick the one they have."),
        step("map", title="Map your groups", rule=EventRule("Groups Mapped"), link="https://app.test/groups"),
    ),
    signal=None,
    unlocks=(Feature("automations", "Automations", "Build your first in 3 minutes.", "https://app.test/automations"),),
    impact=Impact("log-ins a week", "40", "6"),
    story=Story("We stopped chasing passwords.", "IT lead at a freight company"),
    video=Video("Mapping groups", 84, "c" * 64, "video/mp4", "d" * 64, "Open the *groups* page.", "e" * 64),
)

WITH_SIGNAL = milestone("proof", signal=Signal("3 orders are dispatched", EventRule("Order Dispatched", count=3)))
