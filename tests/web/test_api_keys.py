"""What a key opens: nothing without one, and nothing beyond its scopes."""

import pytest

from portal.db.engine import Database
from portal.services import keys
from portal.web.routes.api.openapi import document
from tests.factories import NOW, browser, running, small_playbook

# Keys are stored alike on both databases, which tests/services shows.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OPERATIONS = [
    (method, path, operation["tags"][0])
    for path, operations in document()["paths"].items()
    for method, operation in operations.items()
]


@once
async def test_nothing_opens_without_a_key(database_url: str) -> None:
    async with running(database_url, small_playbook()) as app:
        for method, path, _ in OPERATIONS:
            for given in ("", "Bearer portal.wrong", "Basic YTpi"):
                response = await browser(app, Authorization=given).request(method, path, json={})
                assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer"), path


@once
async def test_a_key_opens_what_its_scopes_name(database: Database, database_url: str) -> None:
    nouns = {tag for _, _, tag in OPERATIONS}
    async with running(database_url, small_playbook()) as app:
        for scope in sorted(scope for scope in keys.API_SCOPES if scope.partition(":")[0] in nouns):
            async with database.write() as session:
                key = await keys.create(session, label=scope, source=None, scopes=[scope], now=NOW)
            client = browser(app, Authorization=f"Bearer {key}")
            for method, path, noun in OPERATIONS:
                response = await client.request(method, path, json={})
                needed = f"{noun}:{'read' if method == 'get' else 'write'}"
                assert (response.status_code != 403) == (needed == scope), (scope, method, path)


def test_every_operation_needs_a_key_by_its_document() -> None:
    operations = [operation for path in document()["paths"].values() for operation in path.values()]
    assert all(operation["security"] == [{"Key": []}] for operation in operations)
