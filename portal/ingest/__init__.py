"""Events: decode → dedupe → write → project."""

from portal.db.sources import SourceRef
from portal.ingest.climber import Climber, act, find_climber
from portal.ingest.intake import PORTAL_SOURCE, Parcel, Playbook, Receipt, record, take_in, take_in_each
from portal.ingest.message import Arrival, Message
from portal.ingest.recount import recount
from portal.ingest.replay import replay

__all__ = [
    "PORTAL_SOURCE",
    "Arrival",
    "Climber",
    "Message",
    "Parcel",
    "Playbook",
    "Receipt",
    "SourceRef",
    "act",
    "find_climber",
    "record",
    "recount",
    "replay",
    "take_in",
    "take_in_each",
]
