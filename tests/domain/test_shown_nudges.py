from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from portal.domain.deliveries import Reason, State
from portal.domain.notes import NoteKind, TeamNote
from portal.domain.nudges import IN_APP, Answer, Candidate, Decision, Listener, Response, Source, decide
from portal.domain.preferences import Preferences
from portal.domain.shown_nudges import ANSWERED, SHOWN, TOPICS, Entry, facts_of, key_of, news_for

NOW = datetime(2026, 11, 17, 9, tzinfo=UTC)
SOMEBODY = UUID(int=1)
NOTE = TeamNote(UUID(int=2), "b", NoteKind.HELP, "Jonas", "Could you?", NOW)
HELP = Candidate(f"note:{NOTE.id}", Source.HELP, "b", note=NOTE)
DUE = Candidate("due:a:2026-11-18", Source.DUE, "a", date(2026, 11, 18))
AFTER = Entry(State.NOT_SENT, Reason.AFTER_ANOTHER)


def decided(*candidates: Candidate, told: int = 0, answers: dict[str, Answer] | None = None) -> Decision:
    return decide(candidates, Listener(Preferences(), answers or {}, told), IN_APP, NOW)


def test_what_is_shown_and_what_comes_after_it_are_news_once() -> None:
    decision = decided(DUE, HELP)
    assert news_for({}, decision) == {HELP: SHOWN, DUE: AFTER}
    assert news_for({HELP.key: SHOWN, DUE.key: AFTER}, decision) == {}


def test_what_was_held_back_is_shown_later_or_held_back_for_another_reason() -> None:
    assert news_for({DUE.key: AFTER}, decided(DUE)) == {DUE: SHOWN}
    enough = Entry(State.NOT_SENT, Reason.ENOUGH_TODAY)
    assert news_for({DUE.key: AFTER}, decided(DUE, told=IN_APP.a_day)) == {DUE: enough}


def test_what_was_shown_stays_shown_whatever_its_reader_said() -> None:
    put_off = Answer(Response.SNOOZED, NOW, date(2026, 11, 20))
    assert news_for({DUE.key: SHOWN}, decided(DUE, HELP)) == {HELP: SHOWN}
    assert news_for({DUE.key: ANSWERED[Response.SNOOZED]}, decided(DUE, answers={DUE.key: put_off})) == {}
    back = Answer(Response.SNOOZED, NOW - timedelta(days=3), date(2026, 11, 17))
    assert news_for({DUE.key: ANSWERED[Response.SNOOZED]}, decided(DUE, answers={DUE.key: back})) == {DUE: SHOWN}


def test_every_source_has_a_topic_with_the_same_say_and_no_key_is_anothers() -> None:
    assert {source: topic.occasion for source, topic in TOPICS.items()} == {
        source: Candidate("x", source).occasion for source in Source
    }
    assert key_of(DUE, SOMEBODY) != key_of(HELP, SOMEBODY)
    assert key_of(DUE, SOMEBODY) != key_of(DUE, UUID(int=3))


def test_a_note_is_found_when_its_writer_is_forgotten() -> None:
    assert facts_of(HELP) == {"nudge": HELP.key, "note_id": str(NOTE.id), "milestone_id": "b"}
    assert facts_of(DUE) == {"nudge": DUE.key, "milestone_id": "a"}
