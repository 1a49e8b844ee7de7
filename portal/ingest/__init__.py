"""Events: decode → dedupe → write → project."""

from portal.db.sources import SourceRef
from portal.ingest.intake import PORTAL_SOURCE, Receipt, record, take_in
from portal.ingest.message import Message

__all__ = ["PORTAL_SOURCE", "Message", "Receipt", "SourceRef", "record", "take_in"]
