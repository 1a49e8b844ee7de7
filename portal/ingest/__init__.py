"""Events: decode → dedupe → write → project."""

from portal.db.sources import SourceRef
from portal.ingest.intake import PORTAL_SOURCE, Playbook, Receipt, record, take_in
from portal.ingest.message import Message
from portal.ingest.recount import recount

__all__ = ["PORTAL_SOURCE", "Message", "Playbook", "Receipt", "SourceRef", "record", "recount", "take_in"]
