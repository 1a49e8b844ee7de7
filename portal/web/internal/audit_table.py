"""The audit as a table for spreadsheets."""

from collections.abc import AsyncIterator, Mapping
from typing import Final

from portal.domain.audit import Found
from portal.web.spreadsheet import row

COLUMNS: Final = ("at", "actor", "kind", "act", "subject", "account", "before", "after", "request")


async def table(found: AsyncIterator[Found]) -> AsyncIterator[str]:
    """Entries as lines of CSV, with a heading; no cell is a formula."""
    yield row(COLUMNS)
    async for one in found:
        actor, act = one.entry.actor, one.entry.act
        who = (one.entry.at.isoformat(), actor.name, actor.kind)
        what = (act.name, act.subject, one.account or "", _pairs(act.before), _pairs(act.after))
        yield row((*who, *what, actor.request_id or ""))


def _pairs(values: Mapping[str, str | None]) -> str:
    return "; ".join(f"{name}: {value or ''}" for name, value in values.items())
