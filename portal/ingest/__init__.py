"""Events: decode → dedupe → write → project."""

from portal.db.sources import SourceRef
from portal.ingest.intake import Receipt, record, take_in
from portal.ingest.message import Message

__all__ = ["Message", "Receipt", "SourceRef", "record", "take_in"]
