"""Small playbooks on disk: a sound one, and ways to break it."""

import shutil
from pathlib import Path

from hypothesis import settings

HERE = Path(__file__).parent
SOUND = HERE / "sound"
BROKEN = HERE / "broken"
ARABIC = HERE / "arabic"
"""Files to lay over the sound playbook: its operator ladder in a second language, which reads from the right."""

fewer = settings(max_examples=60)
"""How properties are tried whose every example takes its time."""


def copy_sound(folder: Path) -> Path:
    """A copy of the sound playbook that a test may change."""
    return Path(shutil.copytree(SOUND, folder / "playbook"))


def break_with(playbook: Path, case: Path) -> None:
    """Lay a broken case over a playbook: its files replace others, `removed.txt` names those to delete."""
    shutil.copytree(case, playbook, dirs_exist_ok=True)
    (playbook / "expected.txt").unlink()
    removed = playbook / "removed.txt"
    if removed.exists():
        for path in removed.read_text().splitlines():
            (playbook / path).unlink()
        removed.unlink()


def edit(playbook: Path, path: str, old: str, new: str) -> None:
    """Replace a text that stands in a file once."""
    file = playbook / path
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))
