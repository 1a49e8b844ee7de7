from pathlib import Path

import pytest

from portal.content.loader import lint, load_catalogue
from portal.content.problems import ContentErrors
from tests.content.playbooks import BROKEN, break_with, copy_sound

CASES = sorted(BROKEN.iterdir())


@pytest.fixture
def playbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return copy_sound(tmp_path)


def test_the_sound_playbook_has_no_problem(playbook: Path) -> None:
    assert lint(playbook) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_problem_is_told_with_file_line_and_mend(playbook: Path, case: Path) -> None:
    break_with(playbook, case)
    assert [str(problem) for problem in lint(playbook)] == (case / "expected.txt").read_text().splitlines()


def test_loading_tells_all_problems_at_once(playbook: Path) -> None:
    for name in ("unknown_key", "tree_loop", "experiment_weights"):
        break_with(playbook, BROKEN / name)
    with pytest.raises(ContentErrors) as refused:
        load_catalogue(playbook)
    assert len(refused.value.problems) == 5
    assert refused.value.message.splitlines() == [str(problem) for problem in refused.value.problems]


def test_a_folder_that_is_not_there_is_one_clear_problem(tmp_path: Path) -> None:
    (problem,) = lint(tmp_path / "nowhere")
    assert "there is no folder" in problem.message


def test_the_folder_itself_may_be_the_working_directory(playbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (playbook / "vendor.yaml").unlink()
    monkeypatch.chdir(playbook)
    assert [problem.file for problem in lint(Path())] == ["vendor.yaml"]
