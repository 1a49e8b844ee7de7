import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from portal.content.checks import check
from portal.content.files import Files, read_folder
from portal.content.loader import compile_files, lint, load_catalogue
from portal.content.sources import parse
from portal.resources import PLAYBOOK
from tests.content.playbooks import SOUND, copy_sound, edit, fewer

SOUND_FILES = read_folder(SOUND).files


def test_the_hash_is_the_same_for_the_same_bytes(tmp_path: Path) -> None:
    copied = copy_sound(tmp_path)
    for number, file in enumerate(sorted(copied.rglob("*.yaml"), reverse=True)):
        os.utime(file, (number, number))
    assert read_folder(copied).files.hash == SOUND_FILES.hash


def test_the_hash_sees_every_byte_and_every_name(tmp_path: Path) -> None:
    hashes = {SOUND_FILES.hash}
    copied = copy_sound(tmp_path)
    edit(copied, "plays/call.yaml", "summary: Talk.", "summary: Talk. ")
    hashes.add(read_folder(copied).files.hash)
    (copied / "milestones/a/in_app.md").write_text("Hello.")
    hashes.add(read_folder(copied).files.hash)
    (copied / "milestones/a/in_app.md").rename(copied / "milestones/a/in_app.de.md")
    hashes.add(read_folder(copied).files.hash)
    (copied / "milestones/a/poster.png").write_bytes(b"\x89PNG one")
    hashes.add(read_folder(copied).files.hash)
    (copied / "milestones/a/poster.png").write_bytes(b"\x89PNG two")
    hashes.add(read_folder(copied).files.hash)
    assert len(hashes) == 6


def test_stored_files_compile_to_the_same_catalogue_without_the_folder() -> None:
    files = read_folder(PLAYBOOK).files
    restored = Files.from_stored(dict(reversed(files.stored().items())))
    assert restored.hash == files.hash
    assert compile_files(restored, 7) == load_catalogue(PLAYBOOK, 7)


def test_line_ends_are_kept_as_they_are(tmp_path: Path) -> None:
    copied = copy_sound(tmp_path)
    article = copied / "milestones/a/article.md"
    article.write_bytes(b"One.\r\nTwo.\n")
    assert read_folder(copied).files.texts["milestones/a/article.md"] == "One.\r\nTwo.\n"


def test_hidden_files_and_readmes_are_no_part_of_it(tmp_path: Path) -> None:
    copied = copy_sound(tmp_path)
    for name in (".DS_Store", "README.md", "plays/.call.yaml.swp", "plays/call.yaml~"):
        (copied / name).write_text("x")
    (copied / ".git").mkdir()
    (copied / ".git/config").write_text("x")
    assert lint(copied) == []
    assert read_folder(copied).files.hash == SOUND_FILES.hash


def test_an_oversized_file_is_refused_unread(tmp_path: Path) -> None:
    copied = copy_sound(tmp_path)
    with (copied / "milestones/a/article.md").open("wb") as file:
        file.truncate(2**40)
    (problem,) = lint(copied)
    assert problem.message == "the file has 1,099,511,627,776 bytes; the limit is 1,048,576"


def test_a_nul_character_is_found(tmp_path: Path) -> None:
    copied = copy_sound(tmp_path)
    (copied / "milestones/a/article.md").write_bytes(b"One.\nTwo\0.\n")
    (problem,) = lint(copied)
    assert (problem.line, problem.message) == (2, "a NUL character stands here")


def test_translations_stand_beside_the_original(tmp_path: Path) -> None:
    copied = copy_sound(tmp_path)
    (copied / "vendor.yaml").write_text(SOUND_FILES.texts["vendor.yaml"] + "languages: [en, de, pt-BR]\n")
    (copied / "milestones/a/article.de.md").write_text("Was zu tun ist.")
    (copied / "milestones/a/article.pt-BR.md").write_text("O que fazer.")
    assert lint(copied) == []


@fewer
@given(path=st.sampled_from(sorted(SOUND_FILES.texts)), text=st.text(max_size=200))
def test_whatever_a_file_holds_lint_answers_with_problems(path: str, text: str) -> None:
    sources, problems = parse(Files({**SOUND_FILES.texts, path: text}))
    assert all(str(problem) for problem in [*problems, *check(sources)])


@fewer
@given(path=st.sampled_from(sorted(SOUND_FILES.texts)), data=st.data())
def test_a_file_with_lines_missing_never_breaks_lint(path: str, data: st.DataObject) -> None:
    lines = SOUND_FILES.texts[path].splitlines(keepends=True)
    kept = data.draw(st.lists(st.sampled_from(lines), max_size=len(lines)))
    sources, problems = parse(Files({**SOUND_FILES.texts, path: "".join(kept)}))
    assert all(str(problem) for problem in [*problems, *check(sources)])
