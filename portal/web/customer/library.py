"""What a reader asks of the library, and the addresses of what they may ask next."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from wtforms import BooleanField, Form, StringField

from portal.domain.library import Kind, Wish
from portal.domain.roles import Role
from portal.domain.search import LONGEST

ADDRESS: Final = "/library"


class LibraryForm(Form):
    """What to look for, and among what. What is no choice at all chooses nothing."""

    q = StringField(filters=[lambda text: (text or "").strip()[:LONGEST]])
    role = StringField()
    kind = StringField()
    track = StringField()
    short = BooleanField()

    @property
    def asked(self) -> str:
        """The words to look for."""
        return self.q.data or ""

    def wish(self, tracks: Mapping[str, Any]) -> Wish:
        """What of the library to show."""
        return Wish(
            role=Role(self.role.data) if self.role.data in set(Role) else None,
            kind=Kind(self.kind.data) if self.kind.data in set(Kind) else None,
            track=self.track.data if self.track.data in tracks else None,
            short=self.short.data,
        )


def address(asked: str, wish: Wish) -> str:
    """The address of the library as somebody wishes to see it."""
    asks = {"q": asked, "role": wish.role, "kind": wish.kind, "track": wish.track, "short": "1" if wish.short else None}
    query = urlencode({name: value for name, value in asks.items() if value})
    return f"{ADDRESS}?{query}" if query else ADDRESS
