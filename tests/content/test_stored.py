from typing import Any

import pytest

from portal.content.files import Files
from portal.content.stored import Unreadable, readable, restored
from portal.db.content import Content
from tests.content.test_files import SOUND_FILES

STORED = SOUND_FILES.stored()


def test_what_was_stored_comes_back_as_it_was_published() -> None:
    files = restored(3, Content(SOUND_FILES.hash, STORED))
    assert files == Files(SOUND_FILES.texts, SOUND_FILES.media)
    assert readable(3, files).revision == 3


@pytest.mark.parametrize(
    "files", [{**STORED, "vendor.yaml": "x"}, {**STORED, "vendor.yaml": 1}, {**STORED, "vendor.yaml": {}}, [], None]
)
def test_what_is_not_what_was_published_is_damaged(files: Any) -> None:  # noqa: ANN401 - whatever a row may hold
    with pytest.raises(Unreadable, match="Revision 3 is damaged: restore it"):
        restored(3, Content(SOUND_FILES.hash, files))


def test_what_only_another_version_can_read_is_told_with_its_first_problem() -> None:
    texts = {**SOUND_FILES.texts, "vendor.yaml": "name: Acme\nnews: true\n"}
    with pytest.raises(Unreadable) as refused:
        readable(3, Files(texts))
    assert refused.value.message.startswith("Revision 3 was published by another version")
    assert "vendor.yaml:" in refused.value.message
    assert len(refused.value.message.splitlines()) == 1
    with pytest.raises(Unreadable, match=r"\(and \d+ more\)"):
        readable(3, Files({}))
