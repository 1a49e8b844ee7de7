"""Whatever goes wrong ends in a sentence and a way on: as a page, as a fragment, as JSON."""

from typing import Any

import pytest
import structlog
from fastapi import FastAPI, HTTPException
from sqlalchemy.exc import TimeoutError as PoolTimeout

from portal.domain import errors
from portal.web.errors import STATUS, TITLES
from portal.web.request_ids import HEADER
from portal.web.security import HEADERS
from tests.factories import HTMX, browser
from tests.web.conftest import World

PAGES = {"Accept": "text/html"}
EVERY = sorted({*TITLES})


def break_with(app: FastAPI, error: Exception, path: str = "/broken") -> None:
    """Give the application a page that fails."""

    async def fail() -> None:
        raise error

    app.add_api_route(path, fail)


def cause(status: int) -> Exception:
    """What leads to a status."""
    kinds = {code: kind for kind, code in STATUS.items()}
    if status == 500:
        return RuntimeError("secret detail")
    kind = errors.Conflict if status == 409 else kinds.get(status)
    return kind("What to do about it.") if kind else HTTPException(status)


@pytest.mark.parametrize("status", EVERY)
async def test_every_refusal_is_a_page_with_a_way_on(world: World, status: int) -> None:
    break_with(world.app, cause(status))
    asked = browser(world.app, dict(world.member.cookies))
    asked._transport.raise_app_exceptions = False  # type: ignore[attr-defined]  # noqa: SLF001 - as a server does
    answer = await asked.post("/broken") if status == 405 else await asked.get("/broken", headers=PAGES)
    if status == 401:
        assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=/broken")
        return
    assert answer.status_code == status
    assert f"<h1>{TITLES[status]}" in answer.text
    assert 'class="btn big" href="/' in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]


@pytest.mark.parametrize("status", [code for code in EVERY if code not in {405, 500}])
async def test_every_refusal_is_a_fragment_for_htmx_and_json_for_programs(world: World, status: int) -> None:
    break_with(world.app, cause(status))
    break_with(world.app, cause(status), "/v1/broken")
    fragment = await world.member.get("/broken", headers=HTMX)
    assert (fragment.status_code, fragment.text[:4]) == (status, "<div")
    assert "data-message" in fragment.text
    for address, headers in (("/v1/broken", {}), ("/broken", {"Accept": "application/json"})):
        told = await world.member.get(address, headers=headers)
        assert told.status_code == status
        assert set(told.json()) == {"code", "message"}


async def test_a_mistake_of_ours_tells_its_number_and_nothing_else(world: World) -> None:
    break_with(world.app, cause(500))
    asked = browser(world.app)
    asked._transport.raise_app_exceptions = False  # type: ignore[attr-defined]  # noqa: SLF001 - as a server does
    with structlog.testing.capture_logs() as logs:
        answer = await asked.get("/broken", headers=PAGES)
    number = answer.headers[HEADER]
    assert f"{number}</code>" in answer.text
    assert "secret detail" not in answer.text
    (told,) = [line for line in logs if line["event"] == "unhandled"]
    assert (told["request_id"], str(told["exc_info"])) == (number, "secret detail")


async def test_requests_are_told_apart_by_ids_of_our_own(world: World) -> None:
    sent = {HEADER: "forged\nline"}
    ids = {(await world.member.get("/help", headers=sent)).headers[HEADER] for _ in range(2)}
    assert len(ids) == 2
    assert all(len(one) == 32 for one in ids)


@pytest.mark.parametrize("away", [PoolTimeout(), ConnectionRefusedError()])
async def test_a_database_that_is_away_is_said_so(world: World, away: Exception) -> None:
    break_with(world.app, away)
    answer = await world.member.get("/broken", headers=PAGES)
    assert answer.status_code == 503
    assert "Nothing was saved" in answer.text
    assert 'href="/broken"' in answer.text


async def test_an_address_a_page_cannot_read_shows_no_inside(world: World) -> None:
    answer = await world.member.get("/team", params={"after": "not-an-id"}, headers=PAGES)
    assert answer.status_code == 422
    assert "uuid" not in answer.text.lower()


async def test_refusals_are_said_in_the_readers_language(world: World) -> None:
    answer = await world.member.get("/nowhere", headers={"Accept-Language": "de"})
    assert answer.headers["Content-Language"] == "de"


async def test_a_refusal_says_hostile_words_as_text(world: World) -> None:
    break_with(world.app, errors.Conflict("<script>alert(1)</script>"))
    answer = await world.member.get("/broken", headers=PAGES)
    assert "<script>alert" not in answer.text


def words() -> dict[str, Any]:
    return {kind.__name__: kind.code for kind in STATUS}


def test_every_kind_of_refusal_has_a_title() -> None:
    assert set(STATUS.values()) <= set(TITLES)
    assert len(set(words().values())) == len(STATUS)
