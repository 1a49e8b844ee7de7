"""`portal risk` on a made-up history whose numbers can be counted by hand."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine

from portal.content.loader import load_catalogue
from portal.db.engine import Database, open_database
from portal.services import content
from portal.services.risk import assess_all
from tests.cli.conftest import Ended, Run
from tests.content.playbooks import SOUND
from tests.factories import NOW, add_account, add_staff
from tests.onboardings import ago, invite

WEEKS = 12
SINCE = f"{NOW - timedelta(weeks=WEEKS):%Y-%m-%d}"

ACCEPTED: Mapping[str, Mapping[int, int]] = {
    # How many of the 4 invites of a week, so many weeks ago, were accepted; all were in the others.
    # A check looks back two weeks. Halden has 6 of 8, then 4 of 8, then 3 of 8: trouble. Then 5 of 8.
    "Halden": {8: 2, 7: 2, 6: 1},
    # Brightwell has 6 of 8 twice, and nothing comes of it.
    "Brightwell": {10: 2},
}


async def live_through(database: Database) -> None:
    """Two accounts that answer invites, and one that was sent none."""
    async with database.write() as session:
        await content.publish(session, folder=SOUND, author="Test", note="For a test", now=NOW)
    kickoff_on, created_at = ago(7 * WEEKS + 7), NOW - timedelta(weeks=WEEKS + 1)
    for name, accepted in ACCEPTED.items():
        account = await add_account(database, name=name, created_at=created_at, kickoff_on=kickoff_on)
        for week in range(WEEKS + 1):
            for n in range(4):
                answers = ("Accepted",) if n < accepted.get(week, 4) else ()
                await invite(database, account, *answers, days_ago=7 * week + 1)
    await add_account(database, name="Silent", created_at=created_at, kickoff_on=kickoff_on)


def prepare(url: str) -> None:
    async def work() -> None:
        database = open_database(url)
        try:
            await live_through(database)
        finally:
            await database.close()

    asyncio.run(work())


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """The sound playbook's onboarding tree with one threshold changed."""
    text = (SOUND / "risk_trees" / "onboarding.yaml").read_text()
    assert text.count("share: 0.5") == 1
    path = tmp_path / "stricter.yaml"
    path.write_text(text.replace("share: 0.5", "share: 0.8"))
    return path


@time_machine.travel(NOW)
def test_a_stricter_tree_warns_earlier_and_falsely_as_counted_by_hand(
    run: Run, database_url: str, stricter: Path
) -> None:
    prepare(database_url)
    ended = run("risk", "simulate", "--tree", str(stricter), "--since", SINCE, PORTAL_DATABASE_URL=database_url)
    assert ended.code == 0, ended.err
    assert ended.out.splitlines() == [
        "Tree `onboarding` tried against revision 1, weekly from 2026-08-25 to 2026-11-17:",
        "39 verdicts of 3 accounts.",
        "",
        "Verdict changes: 5, at 2 accounts",
        "       5  On track (on track) → Quiet (critical)",
        "",
        "Earlier warnings: 1",
        "  Halden, 2026-09-22: Quiet (critical); 2 weeks before quiet",
        "",
        "False alarms: 1",
        "  Brightwell, 2026-09-08: Quiet (critical); eight weeks on: on track",
        "",
        "Too early to tell: 1",
        "  Halden, 2026-10-13: Quiet (critical)",
    ]
    assert "Looking back" in ended.err


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("yes: on_track", "yes: nowhere"), "10:5: the answer leads to `nowhere`"),
        (("id: onboarding", "id: boarding"), "1:1: the playbook has no tree `boarding`"),
        (("title: Is it", "titel: Is it"), "2:1: unknown key `titel`: did you mean `title`?"),
        (("title: Is it", "title: \udcff"), "1:1: the file is not UTF-8"),
    ],
)
def test_a_tree_that_is_wrong_is_told_with_its_own_name_and_place(
    run: Run, database_url: str, stricter: Path, change: tuple[str, str], says: str
) -> None:
    assert run("content", "publish", str(SOUND), "--note", "First", PORTAL_DATABASE_URL=database_url).code == 0
    stricter.write_bytes(stricter.read_text().replace(*change).encode(errors="surrogateescape"))
    ended = run("risk", "simulate", "--tree", str(stricter), "--since", SINCE, PORTAL_DATABASE_URL=database_url)
    assert (ended.code, ended.out) == (1, "")
    assert f"{stricter}:{says}" in ended.err


def test_without_a_published_playbook_there_is_nothing_to_compare_with(
    run: Run, database_url: str, stricter: Path
) -> None:
    ended = run("risk", "simulate", "--tree", str(stricter), "--since", SINCE, PORTAL_DATABASE_URL=database_url)
    assert (ended.code, ended.err) == (1, "No playbook has been published: run `portal content publish`.\n")


@time_machine.travel(NOW)
def test_looking_back_to_a_day_ahead_is_refused(run: Run, database_url: str, stricter: Path) -> None:
    ended = run("risk", "simulate", "--tree", str(stricter), "--since", "2027-01-01", PORTAL_DATABASE_URL=database_url)
    assert (ended.code, ended.err) == (1, "2027-01-01 lies ahead: give a day in the past to look back to.\n")


def judge(url: str) -> UUID:
    """One account with 5 of 8 invites accepted and one with none sent, judged; a CSM; the first account's id."""

    async def work() -> UUID:
        database = open_database(url)
        try:
            async with database.write() as session:
                await content.publish(session, folder=SOUND, author="Test", note="For a test", now=NOW)
            account = await add_account(database, name="Halden")
            await add_account(database, name="Silent")
            await add_staff(database, email="tomas@vendor.test")
            for n in range(8):
                await invite(database, account, *(("Accepted",) if n < 5 else ()))
            async with database.write() as session:
                await assess_all(session, catalogue=load_catalogue(SOUND), now=NOW)
            await add_account(database, name="Not judged yet")
            return account
        finally:
            await database.close()

    return asyncio.run(work())


@time_machine.travel(NOW)
def test_the_tally_counts_accounts_and_what_a_changed_threshold_would_move(
    run: Run, database_url: str, stricter: Path
) -> None:
    judge(database_url)
    now = run("risk", "tally", PORTAL_DATABASE_URL=database_url)
    assert now.code == 0, now.err
    assert "       1  On track (on track)" in now.out.splitlines()
    assert "       1  Nothing sent (unknown)" in now.out.splitlines()
    assert "Left out: 1 account without numbers of the last day." in now.out
    tried = run("risk", "tally", "--tree", str(stricter), PORTAL_DATABASE_URL=database_url)
    assert tried.out.splitlines()[:5] == [
        "Is it at risk? Accounts now, and with the tried tree:",
        "       1 →      0  On track (on track)",
        "       0 →      1  Quiet (critical)",
        "       1 →      1  Nothing sent (unknown)",
        "1 account would move.",
    ]


@time_machine.travel(NOW)
def test_numbers_of_another_window_are_left_out_and_said_to_be(run: Run, database_url: str, stricter: Path) -> None:
    judge(database_url)
    stricter.write_text(stricter.read_text().replace("days: 14", "days: 7"))
    tried = run("risk", "tally", "--tree", str(stricter), PORTAL_DATABASE_URL=database_url)
    assert "Left out: 3 accounts" in tried.out
    assert "0 accounts would move." in tried.out


@time_machine.travel(NOW)
def test_an_override_is_set_once_and_ended(run: Run, database_url: str) -> None:
    account = str(judge(database_url))
    by = ("--by", "Tomas@vendor.test")

    def command(*arguments: str) -> Ended:
        return run("risk", *arguments, PORTAL_DATABASE_URL=database_url)

    why = ("--level", "watch", "--reason", "Their champion leaves", "--days", "14")
    first = command("override", account, *why, *by)
    assert (first.code, first.out) == (0, f"{account} stands at “Watch” until 2026-12-01 09:00 UTC.\n")
    again = command("override", account, *why, *by)
    assert again.code == 1
    assert "Tomás Vidal has overridden this verdict until 2026-12-01: Their champion leaves." in again.err
    assert command("end-override", account, *by).out == f"The computed verdict of {account} counts again.\n"
    assert "Nothing overrides" in command("end-override", account, *by).err
    assert "There is no account nobody" in command("override", "nobody", *why, *by).err
    assert "None of your staff" in command("override", account, *why, "--by", "x@vendor.test").err
    assert command("override", account, "--level", "watch", "--reason", "x", "--days", "91", *by).code == 2
