"""The audit in sentences for people, and as a table for spreadsheets."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from portal.domain.audit import ActorKind, Entry
from portal.domain.roles import Role
from portal.domain.wording import phrase
from portal.web.spreadsheet import row
from portal.web.words import Words

SENTENCES: Final = {
    "invitation.sent": phrase("%(name)s invited %(subject)s as %(after)s."),
    "invitation.withdrawn": phrase("%(name)s withdrew the invitation of %(subject)s."),
    "invitation.accepted": phrase("%(subject)s joined as %(after)s."),
    "member.role_changed": phrase("%(name)s changed the role of %(subject)s from %(before)s to %(after)s."),
    "member.switched_off": phrase("%(name)s switched off the access of %(subject)s."),
    "member.switched_on": phrase("%(name)s let %(subject)s in again."),
    "connection.saved": phrase("%(name)s prepared a sign-in with %(subject)s."),
    "connection.tested": phrase("%(name)s tried the sign-in with %(subject)s, and it worked."),
    "connection.enforced": phrase("%(name)s put the sign-in with %(subject)s in force."),
    "connection.discarded": phrase("%(name)s discarded the prepared sign-in with %(subject)s."),
    "domain.added": phrase("%(name)s claimed the domain %(subject)s."),
    "domain.proved": phrase("%(name)s proved the domain %(subject)s."),
    "domain.removed": phrase("%(name)s removed the domain %(subject)s."),
    "branding.changed": phrase("%(name)s changed the branding."),
    "language.changed": phrase("%(name)s changed the language of the account."),
}
ICONS: Final = {
    "invitation": "mail",
    "member": "users",
    "connection": "key-round",
    "domain": "globe",
    "language": "globe",
}
COLUMNS: Final = ("at", "actor", "kind", "act", "subject", "before", "after", "request")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as people read it; `vendor` says that one of the vendor's people did it."""

    at: datetime
    icon: str
    sentence: str
    vendor: bool


def lines(words: Words, entries: Iterable[Entry]) -> list[Line]:
    """Entries in a reader's language."""
    return [
        Line(
            entry.at,
            ICONS.get(entry.act.name.partition(".")[0], "history"),
            _sentence(words, entry),
            entry.actor.kind is ActorKind.STAFF,
        )
        for entry in entries
    ]


async def table(entries: AsyncIterator[Entry]) -> AsyncIterator[str]:
    """Entries as lines of CSV, with a heading; no cell is a formula."""
    yield row(COLUMNS)
    async for entry in entries:
        actor, act = entry.actor, entry.act
        before, after = _pairs(act.before), _pairs(act.after)
        yield row(
            (entry.at.isoformat(), actor.name, actor.kind, act.name, act.subject, before, after, actor.request_id or "")
        )


def _sentence(words: Words, entry: Entry) -> str:
    act = entry.act
    return words.gettext(
        SENTENCES[act.name],
        name=entry.actor.name,
        subject=act.subject,
        before=_role(words, act.before.get("role")),
        after=_role(words, act.after.get("role")),
    )


def _role(words: Words, role: str | None) -> str:
    return words.gettext(Role(role).label) if role in set(Role) else role or ""


def _pairs(values: Mapping[str, str | None]) -> str:
    return "; ".join(f"{name}: {value or ''}" for name, value in values.items())
