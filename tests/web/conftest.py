"""A running portal for the tests of its pages."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from portal.db.engine import Database
from portal.domain.roles import Role
from tests.factories import add_account, add_member, browser, running, sign_in, small_playbook
from tests.web.crm import Crm, connected

PICK = "/milestones/sign_on/steps/pick"
MAP = "/milestones/sign_on/steps/map"


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
