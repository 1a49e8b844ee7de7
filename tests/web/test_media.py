"""`/media/…` over both databases: whole, in ranges, for signed-in people only."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import update

from portal.content.files import read_folder
from portal.db.engine import Database
from portal.db.tables import Media
from portal.resources import PLAYBOOK
from tests.factories import add_account, add_member, add_staff, browser, publish, running, sign_in

CLIP = read_folder(PLAYBOOK).media["milestones/first_dispatch/video.webm"]
CAPTIONS = read_folder(PLAYBOOK).media["milestones/first_dispatch/video.vtt"]
ADDRESS = f"/media/{CLIP.hash}"


@pytest.fixture
async def member(database: Database, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    await publish(database)
    account_id = await add_account(database)
    member_id = await add_member(database, account_id)
    async with running(database_url) as app:
        yield browser(app, await sign_in(database, account_id=account_id, member_id=member_id))


async def test_a_clip_arrives_whole_and_may_be_kept_for_ever(member: httpx.AsyncClient) -> None:
    answer = await member.get(ADDRESS)
    assert (answer.status_code, answer.content) == (200, CLIP.body)
    assert answer.headers["content-type"] == "video/webm"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_captions_are_webvtt(member: httpx.AsyncClient) -> None:
    answer = await member.get(f"/media/{CAPTIONS.hash}")
    assert answer.headers["content-type"] == "text/vtt; charset=utf-8"
    assert answer.text.startswith("WEBVTT")


async def test_a_player_can_seek(member: httpx.AsyncClient) -> None:
    answer = await member.get(ADDRESS, headers={"Range": "bytes=1000-1999"})
    assert (answer.status_code, answer.content) == (206, CLIP.body[1000:2000])
    assert answer.headers["content-range"] == f"bytes 1000-1999/{len(CLIP.body)}"
    beyond = await member.get(ADDRESS, headers={"Range": f"bytes={len(CLIP.body)}-"})
    assert beyond.status_code == 416


@pytest.mark.parametrize("name", ["0" * 64, "..%2f..%2fetc%2fpasswd", "short", "%00", CLIP.hash.upper()])
async def test_any_other_name_finds_nothing(member: httpx.AsyncClient, name: str) -> None:
    answer = await member.get(f"/media/{name}")
    assert answer.status_code == 404
    assert CLIP.body not in answer.content


async def test_it_is_read_from_the_database_once(member: httpx.AsyncClient, database: Database) -> None:
    assert (await member.get(ADDRESS)).content == CLIP.body
    async with database.write() as session:
        await session.execute(update(Media).values(body=b"other bytes"))
    assert (await member.get(ADDRESS)).content == CLIP.body


async def test_staff_see_it_too_and_strangers_do_not(database: Database, database_url: str) -> None:
    await publish(database)
    staff_id = await add_staff(database)
    async with running(database_url) as app:
        staff = browser(app, await sign_in(database, staff_id=staff_id))
        assert (await staff.get(ADDRESS)).status_code == 200
        stranger = await browser(app).get(ADDRESS)
    assert stranger.status_code in {303, 401}
    assert CLIP.body not in stranger.content
