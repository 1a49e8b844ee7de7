"""Since which revision a file has stood as it stands now."""

from portal.db.content import add_revision
from portal.db.engine import Database
from portal.db.provenance import last_changes
from tests.factories import NOW

TREE, OTHER = "risk_trees/onboarding.yaml", "events.yaml"


async def test_a_file_names_the_revision_that_changed_it_last(database: Database) -> None:
    texts = [("a", "x"), ("b", "x"), ("b", "y"), ("b", "y")]
    async with database.write() as session:
        for place, (tree, other) in enumerate(texts, start=1):
            files = {TREE: tree, OTHER: other, "media.webm": {"media": "0" * 64}}
            await add_revision(
                session, content_hash=f"{place:064}", author=f"Author {place}", note="", now=NOW, files=files
            )
        found = await last_changes(session, [TREE, OTHER, "missing.yaml"])
    assert {path: revision.author for path, revision in found.items()} == {TREE: "Author 2", OTHER: "Author 3"}


async def test_a_file_that_came_back_counts_from_its_return(database: Database) -> None:
    async with database.write() as session:
        for place, tree in enumerate(("a", "b", "a"), start=1):
            await add_revision(
                session, content_hash=f"{place:064}", author=f"Author {place}", note="", now=NOW, files={TREE: tree}
            )
        assert (await last_changes(session, [TREE]))[TREE].number == 3


async def test_nothing_is_published_yet(database: Database) -> None:
    async with database.read() as session:
        assert await last_changes(session, [TREE]) == {}
