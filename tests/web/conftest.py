"""A running portal for the tests of its pages."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from portal.db.engine import Database
from portal.domain.roles import Role
from tests.factories import add_account, add_member, browser, running, sign_in, small_playbook
from tests.web.crm import Crm, connected

HERE = Path(__file__).parent
PICK = "/milestones/sign_on/steps/pick"
MAP = "/milestones/sign_on/steps/map"


@pytest.hookimpl(tryfirst=True)  # before the marks are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try pages on PostgreSQL in thorough runs: what they ask of it is tried by the tests of the layers below."""
    for item in items:
        if "postgresql" in item.name and item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.thorough)


@dataclass
class World:
    """A running portal, an account in it, and the browser of one of its admins."""

    app: FastAPI
    database: Database
    account_id: UUID
    member: httpx.AsyncClient


async def enter(
    app: FastAPI, database: Database, account_id: UUID, *, name: str = "Priya Raman", role: Role = Role.ADMIN
) -> httpx.AsyncClient:
    member_id = await add_member(database, account_id, name=name, role=role)
    return browser(app, await sign_in(database, account_id=account_id, member_id=member_id))


@pytest.fixture
async def world(database: Database, database_url: str) -> AsyncIterator[World]:
    account_id = await add_account(database)
    async with running(database_url, small_playbook()) as app:
        yield World(app, database, account_id, await enter(app, database, account_id))


@pytest.fixture
async def crm(database: Database, database_url: str) -> AsyncIterator[Crm]:
    async with connected(database, database_url) as system:
        yield system
