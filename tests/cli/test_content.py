import shutil
from pathlib import Path

import pytest

from portal.resources import PLAYBOOK
from tests.cli.conftest import Run


@pytest.fixture
def playbook(tmp_path: Path) -> Path:
    """A copy of the shipped playbook, to spoil."""
    return Path(shutil.copytree(PLAYBOOK, tmp_path / "playbook"))


def test_lint_of_the_shipped_playbook_is_one_line(run: Run) -> None:
    ended = run("content", "lint")
    assert ended.code == 0, ended.err
    (line,) = ended.out.splitlines()
    assert "3 ladders" in line
    assert "3 risk trees" in line


def test_lint_prints_every_problem_with_its_place(run: Run, playbook: Path) -> None:
    (playbook / "risk_trees" / "start.yaml").write_text("id: start\nnodes: [\n")
    with (playbook / "metrics.yaml").open("a") as metrics:
        metrics.write("nonsense: true\n")
    ended = run("content", "lint", str(playbook))
    assert ended.code == 1
    assert ended.out == ""
    places = [line.split(": ")[0] for line in ended.err.splitlines()]
    assert any(place.startswith(f"{playbook}/risk_trees/start.yaml:") for place in places)
    assert any(place.startswith(f"{playbook}/metrics.yaml:") for place in places)
    assert all(len(place.rsplit(":", 2)) == 3 for place in places)


def test_lint_takes_the_folder_from_the_environment(run: Run, tmp_path: Path) -> None:
    ended = run("content", "lint", PORTAL_CONTENT_DIR=str(tmp_path / "none"))
    assert ended.code == 1
    assert "there is no folder" in ended.err


def test_publishing_twice_makes_one_revision(run: Run, database_url: str) -> None:
    arguments = ("content", "publish", "--note", "First", "--author", "ken")
    first = run(*arguments, PORTAL_DATABASE_URL=database_url)
    again = run(*arguments, PORTAL_DATABASE_URL=database_url)
    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert first.out.startswith("Revision 1 ")
    assert first.out.endswith("is live now.\n")
    assert again.out.startswith("Revision 1 ")
    assert "nothing has changed" in again.out


def test_a_broken_playbook_is_not_published(run: Run, playbook: Path, database_url: str) -> None:
    (playbook / "vendor.yaml").unlink()
    arguments = ("content", "publish", str(playbook), "--note", "Broken", "--author", "ken")
    ended = run(*arguments, PORTAL_DATABASE_URL=database_url)
    assert ended.code == 1
    assert "vendor.yaml" in ended.err
    assert run("worker", PORTAL_DATABASE_URL=database_url).err.startswith("No playbook has been published")


def test_publishing_without_a_note_is_refused(run: Run) -> None:
    ended = run("content", "publish")
    assert ended.code == 2
    assert "--note" in ended.err


def test_publishing_to_an_empty_database_names_the_mend(run: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'portal.db'}"
    ended = run("content", "publish", "--note", "First", "--author", "ken", PORTAL_DATABASE_URL=url)
    assert ended.code == 1
    assert "run `portal migrate`" in ended.err
