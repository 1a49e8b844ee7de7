"""The vendor's people as use cases see them."""

from portal.db.engine import Database
from portal.domain.audit import actor_of
from portal.domain.doers import Doer
from portal.domain.people import SignedInStaff
from portal.domain.roles import Capability
from tests.factories import add_staff


async def signed_in(database: Database, *capabilities: Capability, name: str = "Tomás Vidal") -> SignedInStaff:
    """One of the staff, signed in, a CSM where nothing else is said."""
    given = capabilities or (Capability.CSM,)
    staff_id = await add_staff(database, name=name, capabilities=given)
    return SignedInStaff(staff_id, name, f"{staff_id}@vendor.test", frozenset(given))


def doer_of(staff: SignedInStaff) -> Doer:
    """The same person as somebody who changes something."""
    return Doer(actor_of(staff), staff.capabilities)
