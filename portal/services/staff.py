"""What one of the vendor's people chooses for themselves."""

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import staff as staff_rows
from portal.domain.people import SignedInStaff


async def set_time_zone(session: AsyncSession, *, staff: SignedInStaff, zone: str) -> None:
    """Read moments in a time zone from now on, given by its name in the IANA database."""
    await staff_rows.set_time_zone(session, staff.id, zone)
