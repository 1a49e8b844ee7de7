"""From a checked event of the tracking vocabulary to the frozen one that every other layer reads."""

from types import MappingProxyType

from portal.content.schema.vocabulary import Event
from portal.domain.vocabulary import Beyond, Declared, Property, Type


def compile_event(name: str, raw: Event) -> Declared:
    """The frozen event of a checked one."""
    properties = {key: Property(key, Type(one.type), one.description) for key, one in raw.properties.items()}
    return Declared(name, raw.description, MappingProxyType(properties), Beyond(raw.beyond))
