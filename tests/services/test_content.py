"""Publishing, on both databases."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.content.loader import compile_files, load_catalogue
from portal.content.problems import ContentErrors
from portal.content.stored import revision_files
from portal.db.engine import Database
from portal.db.tables import Media, Revision
from portal.domain.errors import Invalid, NotFound
from portal.resources import PLAYBOOK
from portal.services import content
from portal.services.content import Published
from tests.content.playbooks import copy_sound, edit
from tests.factories import NOW


async def publish(database: Database, folder: Path, note: str = "A note") -> Published:
    async with database.write() as session:
        return await content.publish(session, folder=folder, author="Editor", note=note, now=NOW)


async def counts(database: Database) -> tuple[int, int]:
    async with database.read() as session:
        revisions = await session.scalar(select(func.count()).select_from(Revision))
        media = await session.scalar(select(func.count()).select_from(Media))
    return revisions or 0, media or 0


async def test_publishing_stores_everything_the_catalogue_needs(database: Database) -> None:
    published = await publish(database, PLAYBOOK)
    assert published == Published(1, load_catalogue(PLAYBOOK).hash, changed=True)
    async with database.read() as session:
        files = await revision_files(session, published.number)
        row = (
            await session.execute(select(Revision.hash, Revision.author, Revision.note, Revision.published_at))
        ).one()
    assert compile_files(files, 1) == load_catalogue(PLAYBOOK, 1)
    assert tuple(row) == (published.hash, "Editor", "A note", NOW)


async def test_every_medium_of_the_catalogue_can_be_fetched(database: Database) -> None:
    await publish(database, PLAYBOOK)
    video = load_catalogue(PLAYBOOK).milestones["first_dispatch"].video
    assert video
    assert video.poster
    async with database.read() as session:
        types = [(await content.medium(session, digest)).type for digest in (video.clip, video.captions, video.poster)]
        clip = await content.medium_bytes(session, await content.medium(session, video.clip))
    assert types == ["video/webm", "text/vtt; charset=utf-8", "image/webp"]
    assert clip == (PLAYBOOK / "milestones/first_dispatch/video.webm").read_bytes()


async def test_publishing_what_is_live_already_changes_nothing(database: Database) -> None:
    first = await publish(database, PLAYBOOK)
    before = await counts(database)
    again = await publish(database, PLAYBOOK, note="Once more")
    assert again == Published(first.number, first.hash, changed=False)
    assert await counts(database) == before


async def test_a_change_is_a_new_revision_and_keeps_known_media(database: Database, tmp_path: Path) -> None:
    playbook = copy_sound(tmp_path)
    (playbook / "milestones/a/poster.png").write_bytes(b"\x89PNG a picture")
    await publish(database, playbook)
    edit(playbook, "plays/call.yaml", "summary: Talk.", "summary: Listen.")
    changed = await publish(database, playbook)
    assert (changed.number, changed.changed) == (2, True)
    assert await counts(database) == (2, 1)


async def test_going_back_to_an_earlier_version_is_a_revision_too(database: Database, tmp_path: Path) -> None:
    playbook = copy_sound(tmp_path)
    first = await publish(database, playbook)
    edit(playbook, "plays/call.yaml", "summary: Talk.", "summary: Listen.")
    await publish(database, playbook)
    edit(playbook, "plays/call.yaml", "summary: Listen.", "summary: Talk.")
    assert await publish(database, playbook) == Published(3, first.hash, changed=True)


async def test_bad_content_is_refused_with_every_problem_and_nothing_is_stored(
    database: Database, tmp_path: Path
) -> None:
    playbook = copy_sound(tmp_path)
    edit(playbook, "plays/call.yaml", "summary: Talk.", "sumary: Talk.")
    (playbook / "milestones/c/article.md").unlink()
    with pytest.raises(ContentErrors) as refused:
        await publish(database, playbook)
    assert isinstance(refused.value, Invalid)
    assert len(refused.value.message.splitlines()) == 3
    assert f"{playbook}/plays/call.yaml:3:1: unknown key `sumary`: did you mean `summary`?" in refused.value.message
    assert await counts(database) == (0, 0)


async def test_two_who_publish_the_same_at_once_make_one_revision(database: Database) -> None:
    results = await asyncio.gather(*(publish(database, PLAYBOOK) for _ in range(4)))
    assert sorted(result.changed for result in results) == [False, False, False, True]
    assert (await counts(database))[0] == 1


async def test_an_unknown_medium_is_not_found(database: Database) -> None:
    async with database.read() as session:
        with pytest.raises(NotFound):
            await content.medium(session, "0" * 64)
