from portal.domain.vocabulary import Declared, Property, Type, strays

EVENT = Declared(
    "Order Dispatched",
    properties={
        "carrier": Property("carrier", Type.TEXT, "Who."),
        "minutes": Property("minutes", Type.NUMBER, "How long."),
        "suggested": Property("suggested", Type.TRUTH, "Whether."),
    },
)


def test_declared_properties_of_their_type_and_nulls_are_no_strays() -> None:
    assert strays(EVENT, {"carrier": "DHL", "minutes": 2.5, "suggested": True, "note": None}) == []
    assert strays(EVENT, {}) == []


def test_what_is_undeclared_or_of_another_type_is_a_stray() -> None:
    sent = {"carrier": 7, "minutes": True, "suggested": "yes", "note": "x"}
    assert strays(EVENT, sent) == ["carrier", "minutes", "suggested", "note"]
