from pathlib import Path

from portal.content.json_schema import schema_files
from tests.cli.conftest import Run


def test_schemas_are_written_to_any_folder_and_again_over_old_ones(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "schema"
    for _ in range(2):
        ended = run("content", "schema", str(folder))
        assert ended.code == 0, ended.err
        assert ended.out.startswith(f"{len(schema_files())} schemas are in {folder}.")
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == schema_files()


def test_a_file_in_the_way_is_a_refusal_that_names_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "schema").write_text("in the way")
    ended = run("content", "schema", str(tmp_path / "schema"))
    assert ended.code == 1
    assert str(tmp_path / "schema") in ended.err
