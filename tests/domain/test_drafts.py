"""A draft over a revision that another one overtakes."""

from datetime import timedelta
from uuid import UUID

from portal.domain.drafts import Clash, Draft, DraftFile, clashes
from tests.factories import NOW

BASE = {"a.md": "a", "b.md": "b", "c.md": "c"}


def draft(**texts: str | None) -> Draft:
    """Ida's draft with these files, each saved twice, one an hour after the other."""
    files = {
        f"{name}.md": DraftFile(f"{name}.md", text, 2, "Ken", NOW + timedelta(hours=place))
        for place, (name, text) in enumerate(texts.items())
    }
    return Draft(UUID(int=1), "Shorter", 1, UUID(int=2), "Ida", NOW, files)


def test_its_own_texts_stand_in_place_of_the_bases() -> None:
    assert draft(a="A", b=None, d="d").over(BASE) == {"a.md": "A", "c.md": "c", "d.md": "d"}


def test_what_was_put_back_is_not_changed() -> None:
    assert draft(a="A", b="b", c=None, d="d", e=None).changed(BASE) == ("a.md", "c.md", "d.md")


def test_it_knows_how_often_when_and_by_whom_it_was_saved() -> None:
    saved = draft(a="A", b="B")
    assert (saved.version, saved.edited_at, saved.edited_by) == (4, NOW + timedelta(hours=1), "Ken")
    assert (draft().version, draft().edited_at, draft().edited_by) == (0, NOW, "Ida")


def test_only_what_both_changed_in_another_way_clashes() -> None:
    mine = draft(a="mine", b="same", c="mine")
    now = {"a.md": "theirs", "b.md": "same", "c.md": "c", "d.md": "new"}
    assert clashes(mine, BASE, now) == (Clash("a.md", "a", "theirs", "mine"),)


def test_a_file_that_one_takes_out_and_the_other_changes_clashes() -> None:
    assert clashes(draft(a=None), BASE, {"a.md": "theirs"}) == (Clash("a.md", "a", "theirs", None),)
    assert clashes(draft(a="mine"), BASE, {}) == (Clash("a.md", "a", None, "mine"),)
    assert clashes(draft(d="mine"), BASE, {**BASE, "d.md": "theirs"}) == (Clash("d.md", None, "theirs", "mine"),)
