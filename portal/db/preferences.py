"""Queries on what members chose for themselves."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import MemberPreferences
from portal.db.upsert import insert
from portal.domain.preferences import Channel, Channels, Occasion, Preferences

COLUMNS: Final = (
    MemberPreferences.version.label("preferences_version"),
    MemberPreferences.language.label("own_language"),
    MemberPreferences.theme,
    MemberPreferences.time_zone,
    MemberPreferences.quiet_from,
    MemberPreferences.quiet_to,
    MemberPreferences.celebrations,
    MemberPreferences.channels,
)
"""What `read` needs; a statement may join them to a member's row, who need not have saved any."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Preferences, and how often they were saved: 0 are the defaults."""

    preferences: Preferences
    version: int


def read(row: Row[*tuple[Any, ...]]) -> Preferences:
    """The preferences in a row with `COLUMNS`; the defaults where the member saved none."""
    if row.preferences_version is None:
        return Preferences()
    return Preferences(
        language=row.own_language,
        theme=row.theme,
        time_zone=row.time_zone,
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
        celebrations=row.celebrations,
        channels=channels_of(row.channels),
    )


def channels_of(kept: dict[str, list[str]]) -> Channels:
    """Channels as they are stored."""
    return MappingProxyType(
        {Occasion(occasion): frozenset(Channel(channel) for channel in channels) for occasion, channels in kept.items()}
    )


async def find(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> Saved:
    """What a member saved last."""
    query = select(*COLUMNS).where(MemberPreferences.account_id == account_id, MemberPreferences.member_id == member_id)
    row = (await session.execute(query)).one_or_none()
    return Saved(read(row), row.preferences_version) if row else Saved(Preferences(), 0)


async def save(
    session: AsyncSession, *, account_id: UUID, member_id: UUID, preferences: Preferences, version: int, now: datetime
) -> bool:
    """Store preferences over those of a version. False, and nothing is stored, where they were saved again since."""
    values = {
        "language": preferences.language,
        "theme": preferences.theme,
        "time_zone": preferences.time_zone,
        "quiet_from": preferences.quiet_from,
        "quiet_to": preferences.quiet_to,
        "celebrations": preferences.celebrations,
        "channels": {str(occasion): sorted(channels) for occasion, channels in preferences.channels.items()},
        "version": version + 1,
        "saved_at": now,
    }
    statement = insert(session, MemberPreferences).values(account_id=account_id, member_id=member_id, **values)
    stored = statement.on_conflict_do_update(
        index_elements=[MemberPreferences.account_id, MemberPreferences.member_id],
        set_=values,
        where=MemberPreferences.version == version,
    ).returning(MemberPreferences.version)
    return await session.scalar(stored) is not None
