from pathlib import Path

import pytest

from portal.db.place import require_place
from portal.domain.errors import Invalid


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///portal.db", "postgresql://away/portal"])
def test_these_addresses_may_be_opened(url: str) -> None:
    require_place(url)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=f"There is no folder {tmp_path}/nowhere for the database"):
        require_place(f"sqlite:///{tmp_path}/nowhere/portal.db")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="add the name of a file"):
        require_place(f"sqlite:///{tmp_path}")
