from datetime import UTC, date, datetime, time, timedelta

from portal.domain.nudges import (
    IN_APP,
    Answer,
    Candidate,
    Decision,
    Listener,
    Policy,
    Reason,
    Response,
    Source,
    decide,
)
from portal.domain.preferences import Channel, Occasion, Preferences

NOW = datetime(2026, 11, 17, 9, tzinfo=UTC)
DUE = Candidate("due:a", Source.DUE, "a")
NEWS = Candidate("note:1", Source.NEWS, "b")
REMINDER = Candidate("note:2", Source.REMINDER, "c")


def decided(
    *candidates: Candidate,
    preferences: Preferences | None = None,
    told: int = 0,
    policy: Policy = IN_APP,
    **answers: Answer,
) -> Decision:
    named = {{"due": DUE, "news": NEWS, "reminder": REMINDER}[name].key: answer for name, answer in answers.items()}
    return decide(candidates, Listener(preferences or Preferences(), named, told), policy, NOW)


def test_one_is_said_people_before_dates_and_dates_before_news() -> None:
    decision = decided(NEWS, DUE, REMINDER)
    assert decision.chosen is REMINDER
    assert decision.reasons == {
        "note:2": Reason.SHOWN,
        "due:a": Reason.AFTER_ANOTHER,
        "note:1": Reason.AFTER_ANOTHER,
    }


def test_of_two_alike_the_first_is_said() -> None:
    later = Candidate("due:b", Source.DUE, "b")
    assert decided(DUE, later).chosen is DUE


def test_nothing_to_say_is_nothing() -> None:
    assert decided() == Decision()


def test_what_was_dismissed_is_never_said_again() -> None:
    decision = decided(DUE, NEWS, due=Answer(Response.DISMISSED, NOW - timedelta(days=90)))
    assert decision.chosen is NEWS
    assert decision.reasons["due:a"] is Reason.DISMISSED


def test_what_was_snoozed_comes_back_on_its_day_where_the_member_is() -> None:
    def until(day: int) -> Answer:
        return Answer(Response.SNOOZED, NOW - timedelta(days=1), date(2026, 11, day))

    assert decided(DUE, due=until(17)).chosen is DUE
    assert decided(DUE, due=until(18)).reasons == {"due:a": Reason.SNOOZED}
    tomorrow_already = Preferences(time_zone="Pacific/Kiritimati")
    late = NOW.replace(hour=11)
    listener = Listener(tomorrow_already, {DUE.key: until(18)}, 0)
    assert decide([DUE], listener, IN_APP, late).chosen is DUE


def test_quiet_hours_are_quiet() -> None:
    quiet = Preferences(time_zone="Asia/Tokyo", quiet_from=time(18), quiet_to=time(8))
    assert decided(DUE, preferences=quiet).reasons == {"due:a": Reason.QUIET_HOURS}


def test_enough_is_enough_for_a_day() -> None:
    assert decided(DUE, told=IN_APP.a_day - 1).chosen is DUE
    assert decided(DUE, told=IN_APP.a_day).reasons == {"due:a": Reason.ENOUGH_TODAY}


def test_a_channel_is_asked_for_what_its_member_wants_there() -> None:
    only_mail = Preferences(channels={Occasion.NUDGE: frozenset({Channel.EMAIL})})
    assert decided(DUE, preferences=only_mail).reasons == {"due:a": Reason.UNWANTED}
    assert decided(DUE, preferences=only_mail, policy=Policy(Channel.EMAIL, 1)).chosen is DUE


def test_every_source_has_an_occasion_in_the_preferences() -> None:
    assert {Candidate("x", source).occasion for source in Source} <= set(Occasion)


def test_while_an_onboarding_rests_the_portal_urges_nothing_and_colleagues_are_still_heard() -> None:
    everything = [Candidate(source, source) for source in Source]
    resting = Listener(Preferences(), {}, 0, on_hold=True)
    decision = decide(everything, resting, IN_APP, NOW)
    stopped = {key for key, reason in decision.reasons.items() if reason is Reason.ON_HOLD}
    assert stopped == {"task", "overdue", "due", "opened", "questions"}
    assert decision.chosen is everything[0]
