from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content.export import write_folder
from portal.content.files import Files, read_folder
from portal.content.loader import load_catalogue
from portal.domain.errors import Conflict, Invalid
from portal.resources import PLAYBOOK
from tests.content.playbooks import SOUND, copy_sound, edit, fewer

SHIPPED = read_folder(PLAYBOOK)
BYTES = {medium.hash: medium.body for medium in SHIPPED.media.values()}


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def export(folder: Path, *known: str, files: Files = SHIPPED.files, force: bool = False) -> None:
    write_folder(files, BYTES, folder, known=known, force=force)


def test_a_revision_comes_back_as_the_bytes_it_was_made_of(tmp_path: Path) -> None:
    export(tmp_path / "one")
    export(tmp_path / "deeper" / "two", files=Files.from_stored(SHIPPED.files.stored()))
    originals = contents(PLAYBOOK)
    exported = contents(tmp_path / "one")
    assert exported == contents(tmp_path / "deeper" / "two")
    assert exported == {path: originals[path] for path in exported}
    assert load_catalogue(tmp_path / "one", 7) == load_catalogue(PLAYBOOK, 7)


def test_an_earlier_export_is_written_over_and_what_is_not_the_playbooks_stays(tmp_path: Path) -> None:
    folder = copy_sound(tmp_path)
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref")
    (folder / "README.md").write_text("Ours.")
    export(folder, read_folder(SOUND).files.hash)
    assert read_folder(folder).files == SHIPPED.files
    assert (folder / "README.md").read_text() == "Ours."
    assert (folder / ".git" / "HEAD").read_text() == "ref"
    assert not (folder / "milestones" / "a").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["playbook"]


def test_changes_that_no_revision_has_are_not_lost(tmp_path: Path) -> None:
    folder = copy_sound(tmp_path)
    known = read_folder(folder).files.hash
    edit(folder, "vendor.yaml", "name: Acme", "name: Apex")
    before = contents(folder)
    with pytest.raises(Conflict, match="changes that no revision has: publish them first"):
        export(folder, known)
    assert contents(folder) == before
    export(folder, known, force=True)
    assert read_folder(folder).files == SHIPPED.files


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("Years of work.")
    with pytest.raises(Conflict, match="something else than a playbook"):
        export(tmp_path)
    export(tmp_path, force=True)
    assert (tmp_path / "thesis.txt").read_text() == "Years of work."


def test_a_playbook_with_one_foreign_file_is_refused(tmp_path: Path) -> None:
    folder = copy_sound(tmp_path)
    (folder / "notes.txt").write_text("x")
    with pytest.raises(Conflict, match="something else"):
        export(folder, read_folder(SOUND).files.hash)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Conflict, match="is a file"):
        export(tmp_path / "file")
    with pytest.raises(Invalid, match="cannot be written"):
        export(tmp_path / "file" / "below")


def test_the_folder_one_stands_in_can_be_named_by_a_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    export(Path())
    assert read_folder(here).files == SHIPPED.files


@pytest.mark.parametrize("path", ["../secrets.yaml", "/etc/passwd", "milestones/../article.md", "notes.txt"])
def test_a_path_that_no_playbook_has_is_never_written(tmp_path: Path, path: str) -> None:
    with pytest.raises(Invalid, match="no place"):
        export(tmp_path / "out", files=Files({path: "x"}))
    assert not (tmp_path / "out").exists()


def test_media_without_bytes_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    lost = Files({}, MappingProxyType({"milestones/a/poster.png": "0" * 64}))
    with pytest.raises(Invalid, match=r"The bytes of milestones/a/poster\.png are not stored any more"):
        export(tmp_path / "out", files=lost)
    assert not (tmp_path / "out").exists()


def test_a_disk_that_refuses_half_way_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_sound(tmp_path)
    before = contents(folder)

    def full(_file: Path, _body: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Invalid, match="No space left"):
        export(folder, read_folder(SOUND).files.hash)
    assert contents(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["playbook"]


PATHS = st.sampled_from(["vendor.yaml", "plays/call.yaml", "milestones/a/article.md", "milestones/a/article.de.md"])
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=80)


@fewer
@given(texts=st.dictionaries(PATHS, TEXTS, min_size=1), later=st.dictionaries(PATHS, TEXTS))
def test_any_texts_come_back_with_the_same_hash_whatever_lay_there(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str], later: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("export") / "playbook"
    for held in (texts, texts, later):
        files = Files(held)
        write_folder(files, {}, folder, known=[], force=True)
        assert read_folder(folder).files.hash == files.hash
