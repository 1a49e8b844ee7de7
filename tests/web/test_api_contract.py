"""The API keeps what its OpenAPI document promises, whatever it is sent: requests are generated from the document."""

import asyncio
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final

import httpx2
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.app import create_app
from portal.db.engine import open_database
from portal.services import keys
from portal.web.routes.api.openapi import document
from tests import factories

Operation = schemathesis.APIOperation[Any, Any, Any, Any]
Asked = Case[Any]


def _operations() -> list[Operation]:
    """Every operation; what keys may and may not is tried in `test_api_keys.py`, so here they all have one."""
    described = deepcopy(document())
    for operations in described["paths"].values():
        for operation in operations.values():
            del operation["security"]
    found = schemathesis.openapi.from_dict(described).get_all_operations()
    return [one.ok() for one in found if isinstance(one, Ok)]


OPERATIONS: Final = _operations()
KNOWN: Final = {"external_id": "known", "account": "known"}
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
TRIES: Final = (8, pytest.param(30, marks=pytest.mark.thorough))
"""So many requests to each operation."""


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    """A program with a key for everything; it knows an account, and somebody of each kind in it."""
    app = create_app(factories.settings(database_url), clock=lambda: factories.NOW)
    app.state.portal = replace(app.state.portal, playbook=factories.Fixed(factories.small_playbook()))
    key = asyncio.run(_key(database_url))
    with TestClient(app, factories.ORIGIN, headers={"Authorization": f"Bearer {key}"}) as program:
        for path, body in SETTING.items():
            assert program.put(f"/api/v1/accounts/known{path}", json=body).status_code == 201
        yield program


SETTING: Final = {
    "": {"name": "Halden Freight"},
    "/handoff": {"deal_drivers": "Orders arrive late."},
    "/members/known": {"name": "Priya Raman", "role": "admin"},
    "/stakeholders/known": {"name": "Elif Kaya", "duties": ["drives"], "parts": ["champion"]},
    "/tasks/known": {"title": "Export the orders", "due_on": "2026-11-20", "owner": {"kind": "member", "id": "known"}},
    "/decisions/known": {
        "what": "The pilot starts in Rotterdam.",
        "why": "The team there is ready.",
        "decided_by": "Elif Kaya",
        "decided_on": "2026-11-12",
        "readers": ["Priya Raman"],
    },
}


async def _key(url: str) -> str:
    database = open_database(url)
    async with database.write() as session:
        scopes = keys.API_SCOPES
        made = await keys.create(session, label="CRM", source=None, scopes=scopes, now=factories.NOW)
    await database.close()
    return made


@pytest.mark.parametrize("tries", TRIES)
@pytest.mark.parametrize("mode", GenerationMode, ids=str)
def test_every_answer_is_one_that_is_declared(client: TestClient, mode: GenerationMode, tries: int) -> None:
    for operation in OPERATIONS:
        _try(client, operation, mode, tries)


def _try(client: TestClient, operation: Operation, mode: GenerationMode, tries: int) -> None:
    """Send generated requests to an operation, most of them about what is known."""
    known = {name: value for name, value in KNOWN.items() if f"{{{name}}}" in operation.path}
    cases = operation.as_strategy(mode, path_parameters=known or None) | operation.as_strategy(mode)

    @seed(5)
    @settings(
        max_examples=tries,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def answers(case: Asked) -> None:
        case.validate_response(_sent(client, case), checks=CHECKS)

    answers()


def _sent(client: TestClient, case: Asked) -> httpx2.Response:
    asked = case.as_transport_kwargs(base_url=factories.ORIGIN)
    if "data" in asked:
        asked["content"] = asked.pop("data")
    return client.request(**{name: value for name, value in asked.items() if name != "cookies"})
