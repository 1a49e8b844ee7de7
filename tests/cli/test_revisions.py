"""`portal content list`, `diff`, `export`, `impact`, `move`, `edit` and `rollback`, as a person runs them."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from portal.db.engine import open_database
from portal.db.tables import Account, Onboarding, Revision
from tests.cli.conftest import Ended, Run
from tests.content.playbooks import copy_sound, edit

Content = Callable[..., Ended]


@pytest.fixture
def portal_content(run: Run, database_url: str) -> Content:
    """Run `portal content …` on a test's database."""

    def command(*arguments: str) -> Ended:
        return run("content", *arguments, PORTAL_DATABASE_URL=database_url)

    return command


@pytest.fixture
def folder(tmp_path: Path, portal_content: Content) -> Path:
    """A playbook that is published as revision 1."""
    folder = copy_sound(tmp_path)
    assert portal_content("publish", str(folder), "--note", "First", "--author", "ken").code == 0
    return folder


def publish_change(portal_content: Content, folder: Path) -> Ended:
    edit(folder, "milestones/a/milestone.yaml", "title: Milestone a", "title: Milestone one")
    edit(folder, "milestones/a/milestone.yaml", "{id: one, title: One,", "{id: zero, title: Zero,")
    (folder / "milestones/b/article.md").write_text("First line.\nAnother line.\n")
    return portal_content("publish", str(folder), "--note", "Second", "--author", "mia")


async def add_account(url: str) -> None:
    database = open_database(url)
    now = datetime.now(UTC)
    async with database.write() as session:
        account = Account(external_id="acme", name="Acme Ltd", created_at=now)
        session.add(account)
        await session.flush()
        session.add(Onboarding(account_id=account.id, kickoff_on=now.date() - timedelta(days=9), typical_days=42))
    await database.close()


async def damage(url: str, files: object) -> None:
    database = open_database(url)
    async with database.write() as session:
        await session.execute(update(Revision).where(Revision.number == 1).values(files=files))
    await database.close()


def test_the_list_shows_the_newest_first_and_which_is_live(portal_content: Content, folder: Path) -> None:
    publish_change(portal_content, folder)
    newest, oldest = portal_content("list").out.splitlines()
    assert newest.split()[0] == "2"
    assert "mia: Second  live" in newest
    assert oldest.split()[0] == "1"
    assert oldest.endswith("ken: First")


def test_before_anything_is_published_every_command_says_what_to_do(portal_content: Content) -> None:
    assert portal_content("list").out == "No playbook has been published: run `portal content publish`.\n"
    for arguments in (
        ("export", "out"),
        ("diff", "1"),
        ("impact",),
        ("move", "1", "--all"),
        ("rollback", "1", "--note", "x"),
    ):
        ended = portal_content(*arguments)
        assert (ended.code, ended.out) == (1, "")
        assert len(ended.err.splitlines()) == 1
        assert "`portal content" in ended.err


def test_the_difference_is_told_field_by_field(portal_content: Content, folder: Path) -> None:
    publish_change(portal_content, folder)
    ended = portal_content("diff", "1")
    assert ended.code == 0, ended.err
    assert ended.out.splitlines() == [
        "revision 1 → revision 2: 4 changes in 2 files.",
        "",
        "Milestones",
        "  a",
        "    title: “Milestone a” → “Milestone one”",
        "    - steps.one “One”",
        "    + steps.zero “Zero”",
        "  b",
        "    article:",
        "      - What to do about b.",
        "      + First line.",
        "      + Another line.",
    ]
    assert portal_content("diff", "2", str(folder)).out == f"revision 2 and {folder} hold the same.\n"
    with (folder / "vendor.yaml").open("a") as vendor:
        vendor.write("# A comment.\n")
    assert "no field differs, but bytes do, as in comments: vendor.yaml" in portal_content("diff", str(folder)).out


def test_an_export_is_published_again_as_the_same_content(
    portal_content: Content, folder: Path, tmp_path: Path
) -> None:
    publish_change(portal_content, folder)
    for name in ("one", "two"):
        assert portal_content("export", "1", str(tmp_path / name)).code == 0
    one, two = (sorted(path for path in (tmp_path / name).rglob("*") if path.is_file()) for name in ("one", "two"))
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]
    published = portal_content("publish", str(tmp_path / "one"), "--note", "Again")
    first = portal_content("list").out.splitlines()[-1].split()[1]
    assert published.out.startswith(f"Revision 3 ({first})")


def test_an_export_spares_what_is_not_published(portal_content: Content, folder: Path) -> None:
    edit(folder, "vendor.yaml", "name: Acme", "name: Apex")
    refused = portal_content("export", str(folder))
    assert refused.code == 1
    assert (
        refused.err
        == f"{folder} holds changes that no revision has: publish them first, or add --force to lose them.\n"
    )
    assert portal_content("export", str(folder), "--force").out == f"Revision 1 is in {folder}.\n"


@pytest.mark.parametrize("places", [("3",), ("one", "two"), ("1", "two", "three")])
def test_an_export_without_a_folder_is_refused(portal_content: Content, places: tuple[str, ...]) -> None:
    ended = portal_content("export", *places)
    assert ended.code == 1
    assert ended.err.startswith("Name a folder, or a revision's number and a folder")


def test_a_rollback_is_a_new_revision_and_one_to_what_is_live_is_none(portal_content: Content, folder: Path) -> None:
    publish_change(portal_content, folder)
    back = portal_content("rollback", "1", "--note", "Back")
    assert back.out.startswith("Revision 3 (")
    assert portal_content("diff", "1").out == "revision 1 and revision 3 hold the same.\n"
    assert "nothing has changed" in portal_content("rollback", "1", "--note", "Back").out


@pytest.mark.parametrize(
    "arguments", [("diff", "7"), ("diff", "9" * 30), ("export", "7", "x"), ("rollback", "7", "--note", "x")]
)
def test_an_unknown_revision_names_the_list(portal_content: Content, folder: Path, arguments: tuple[str, ...]) -> None:
    del folder
    ended = portal_content(*arguments)
    assert ended.code == 1
    assert ended.err.endswith("`portal content list` shows the ones there are.\n")


@pytest.mark.parametrize("files", [{"vendor.yaml": 1}, {"vendor.yaml": "x"}, ["x"]])
def test_a_damaged_revision_is_one_line_that_names_the_mend(
    portal_content: Content, folder: Path, database_url: str, files: object
) -> None:
    publish_change(portal_content, folder)
    asyncio.run(damage(database_url, files))
    for arguments in (("diff", "1"), ("export", "1", str(folder / "out")), ("rollback", "1", "--note", "x")):
        ended = portal_content(*arguments)
        assert ended.code == 1
        assert ended.err.startswith("Revision 1 is damaged: restore it")
        assert len(ended.err.splitlines()) == 1


def test_accounts_move_when_somebody_says_yes_after_seeing_what_it_means(
    portal_content: Content, folder: Path, database_url: str
) -> None:
    asyncio.run(add_account(database_url))
    published = publish_change(portal_content, folder)
    assert "1 account in flight on earlier revisions: `portal content move 2 --all` moves them." in published.out
    assert portal_content("list").out.splitlines()[1].endswith("1 account")
    seen = portal_content("move", "2", "--account", "acme").out.splitlines()
    assert seen[0] == "1 account in flight; 1 account would see a difference."
    assert seen[2:4] == ["Acme Ltd (acme), on revision 1", "  steps of “Milestone one”: + Zero; - One"]
    assert seen[-1] == "Nothing was moved: add --yes to move them."
    assert portal_content("impact", str(folder)).out.splitlines()[:4] == seen[:4]
    assert portal_content("move", "2", "--all", "--yes").out.splitlines()[-1] == "1 account moved to revision 2."
    assert "Nobody has to move" in portal_content("move", "2", "--all").out


def test_an_account_keeps_its_own_edits_and_hears_where_one_has_no_effect(
    portal_content: Content, folder: Path, database_url: str
) -> None:
    asyncio.run(add_account(database_url))
    edited = portal_content("edit", "acme", "--hide", "d", "--due", "a=20")
    assert edited.out == "Hidden for acme: d.\nOther due dates: a after 20 days.\n"
    for ladder in ("admin", "power_user", "operator"):
        edit(folder, f"ladders/{ladder}.yaml", "[a, b, c, d]", "[a, b, c, e]")
    (folder / "milestones/d").rename(folder / "milestones/e")
    edit(folder, "milestones/e/milestone.yaml", "id: d", "id: e")
    (folder / "experiments/early-d.yaml").unlink()
    published = portal_content("publish", str(folder), "--note", "Second")
    assert published.code == 0, published.err
    moved = portal_content("move", "2", "--all", "--yes")
    assert "  kept without effect: No ladder has “d”, which is hidden." in moved.out.splitlines()
    assert "  gains “Milestone d”" in moved.out.splitlines()
    assert portal_content("edit", "acme", "--show", "d", "--due", "a=").out.splitlines() == [
        "Hidden for acme: nothing.",
        "Other due dates: none.",
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("move", "1"), "Say which accounts to move"),
        (("move", "1", "--all", "--account", "acme"), "Say which accounts to move"),
        (("move", "1", "--account", "nobody"), "There is no account “nobody”"),
        (("edit", "nobody", "--hide", "a"), "There is no account “nobody”"),
        (("edit", "acme", "--due", "a=soon"), "--due a=soon is no due date"),
        (("edit", "acme", "--due", "a=0"), "--due a=0 is no due date"),
        (("edit", "acme", "--due", "=3"), "--due =3 is no due date"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    portal_content: Content, folder: Path, arguments: tuple[str, ...], says: str
) -> None:
    del folder
    ended = portal_content(*arguments)
    assert ended.code == 1
    assert ended.err.startswith(says)
    assert len(ended.err.splitlines()) == 1
