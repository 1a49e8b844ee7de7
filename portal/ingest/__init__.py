"""Events: decode → dedupe → write → project."""

from portal.db.sources import SourceRef
from portal.ingest.climber import Climber, act, find_climber
from portal.ingest.intake import PORTAL_SOURCE, Playbook, Receipt, record, take_in
from portal.ingest.message import Message
from portal.ingest.recount import recount

__all__ = [
    "PORTAL_SOURCE",
    "Climber",
    "Message",
    "Playbook",
    "Receipt",
    "SourceRef",
    "act",
    "find_climber",
    "record",
    "recount",
    "take_in",
]
