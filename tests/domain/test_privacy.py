"""What stays of an event once its person is deleted: what somebody counts, and nothing they wrote."""

from portal.domain.privacy import counted_properties, fingerprint, unnamed
from tests.catalogues import shipped


def test_of_an_event_of_the_product_stays_what_the_playbook_counts() -> None:
    sent = {"status": "late", "customer": "Jane Doe", "minutes": 12}
    assert unnamed(sent, own=False, counted=frozenset({"status"})) == {"status": "late"}
    assert unnamed(sent, own=False) == {}


def test_of_an_event_of_the_portal_only_the_words_go() -> None:
    given = {"milestone": "go_live", "thumb": "up", "comment": "I, Jane, love it"}
    assert unnamed(given, own=True) == {"milestone": "go_live", "thumb": "up", "comment": ""}


def test_every_property_that_a_rule_or_a_metric_reads_counts() -> None:
    catalogue = shipped()
    counted = counted_properties(catalogue)
    measured = [one.measured for one in catalogue.metrics.values() if one.measured]
    assert any(one.of for one in measured), "the playbook has something to show this by"
    for one in measured:
        assert {condition.property for condition in (*one.where, *one.meets)} <= counted[one.event]
        assert one.of is None or one.of in counted[one.event]
    assert set(catalogue.rules) <= set(counted)


def test_a_fingerprint_tells_people_apart_and_names_nobody() -> None:
    assert fingerprint("u1") == fingerprint("u1") != fingerprint("u2")
    assert "jane" not in fingerprint("jane@halden.test")
