from pathlib import Path

import pytest

from portal.demo.folder import DataFolder, client_secret
from portal.domain.errors import Invalid


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "deep" / "data")
    made.make()
    return made


def test_the_secret_key_is_drawn_once_and_its_owner_s_alone(folder: DataFolder) -> None:
    key = folder.secret_key()
    assert len(key) >= 32
    assert folder.secret_key() == key
    assert (folder.path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_demo_json_is_its_owner_s_alone_and_gives_the_write_key_back(folder: DataFolder) -> None:
    folder.write_manifest({"write_key": "portal.a.b"})
    folder.write_manifest({"write_key": "portal.c.d"})
    assert folder.write_key() == "portal.c.d"
    assert (folder.path / "demo.json").stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in folder.path.iterdir()) == ["demo.json"]


@pytest.mark.parametrize("text", [None, "", "[]", "{", '{"write_key": 7}', "{}"])
def test_a_spoiled_demo_json_holds_no_key(folder: DataFolder, text: str | None) -> None:
    if text is not None:
        (folder.path / "demo.json").write_text(text)
    assert folder.write_key() is None


def test_a_file_in_the_way_is_named_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(Invalid, match=r"data cannot be made .* --data"):
        DataFolder(tmp_path / "data").make()


def test_every_client_and_every_installation_has_another_secret() -> None:
    secrets = {client_secret(key, client) for key in ("one", "two") for client in ("a", "b")}
    assert len(secrets) == 4
