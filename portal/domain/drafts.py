"""A revision in the making: texts over those of a published one, also once that one is overtaken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file as somebody saved it in a draft; without a text it is taken out of the playbook."""

    path: str
    text: str | None
    version: int
    edited_by: str | None
    edited_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody began over the published revision `base`, and the files saved in it so far, by path."""

    id: UUID
    name: str
    base: int
    staff_id: UUID
    started_by: str
    started_at: datetime
    files: Mapping[str, DraftFile]

    @property
    def version(self) -> int:
        """How often anything in it was saved: whoever saw it at this version saw all of it."""
        return sum(file.version for file in self.files.values())

    @property
    def edited_at(self) -> datetime:
        """When it was saved last."""
        return max((file.edited_at for file in self.files.values()), default=self.started_at)

    @property
    def edited_by(self) -> str:
        """Who saved it last."""
        last = max(self.files.values(), key=lambda file: file.edited_at, default=None)
        return (last and last.edited_by) or self.started_by

    def over(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The texts of its base with its own in their place."""
        own = {path: file.text for path, file in self.files.items()}
        return {path: text for path, text in {**texts, **own}.items() if text is not None}

    def changed(self, texts: Mapping[str, str]) -> tuple[str, ...]:
        """The paths at which it differs from the texts of its base."""
        return tuple(sorted(path for path, file in self.files.items() if file.text != texts.get(path)))


@dataclass(frozen=True, slots=True)
class Clash:
    """A file that a draft and a newer revision both changed; None where one of them takes it out."""

    path: str
    before: str | None
    theirs: str | None
    mine: str | None


def clashes(draft: Draft, before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Clash, ...]:
    """What a draft and the revision published since its base both changed, each in another way."""
    both = (path for path in draft.changed(before) if now.get(path) != before.get(path))
    found = (Clash(path, before.get(path), now.get(path), draft.files[path].text) for path in both)
    return tuple(clash for clash in found if clash.mine != clash.theirs)
