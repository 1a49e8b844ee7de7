"""What the product sent and nobody could use: a customer who was never reported, an id as a number, a clock at zero."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from portal.demo.story.companies import WELL_KNOWN

STRANGER: Final = "kestrel-haulage-trial"
"""The product's id of a customer whose account nobody made."""
KNOWN: Final = WELL_KNOWN[0].slug
SENT: Final[tuple[tuple[timedelta, dict[str, Any]], ...]] = (
    (
        timedelta(hours=51),
        {"event": "Order Dispatched", "userId": 88213, "properties": {"lane": "Oslo to Malmö"}, "in": KNOWN},
    ),
    (
        timedelta(hours=26),
        {"event": "Order Dispatched", "userId": "kestrel-1", "properties": {"minutes": 14}, "in": STRANGER},
    ),
    (
        timedelta(hours=5),
        {"event": "Exception Cleared", "userId": "handheld-7", "timestamp": "1970-01-01T00:03:12Z", "in": KNOWN},
    ),
)
"""So long before the demo begins a message came, what it says, and the account it is `in`."""


def mishaps(now: datetime) -> Iterator[tuple[datetime, bytes]]:
    """Messages that cannot become events, each with the moment it came."""
    for number, (before, said) in enumerate(SENT, start=1):
        at = now - before
        told = {"type": "track", "messageId": f"demo-mishap-{number}", "timestamp": at.isoformat(), **said}
        account = told.pop("in")
        yield at, msgspec.json.encode(told | {"context": {"groupId": account}})
