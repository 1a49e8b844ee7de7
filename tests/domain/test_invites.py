"""Invites put together from events that come late, twice, or misshapen."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from portal.domain.invites import Invite, InviteEvent, InviteState, gather


class TestInvites:
    ANA, BO = uuid4(), uuid4()

    def event(self, name: str, hour: int, member: UUID | None = None, **properties: object) -> InviteEvent:
        at = datetime(2026, 11, 10, hour, tzinfo=UTC)
        return InviteEvent(
            f"Meeting Invite {name}", at, member, {"invite_id": "a", "title": "Weekly call"} | properties
        )

    def test_the_latest_answer_of_each_person_counts_and_one_who_comes_is_enough(self) -> None:
        events = [
            self.event("Declined", 12, self.ANA),
            self.event("Accepted", 11, self.ANA),
            self.event("Accepted", 13, self.BO),
            self.event("Sent", 10),
        ]
        assert gather(events) == (Invite("a", "Weekly call", date(2026, 11, 10), InviteState.ACCEPTED),)
        assert gather(events[:2] + events[3:])[0].state is InviteState.DECLINED

    def test_who_attended_did_even_if_a_late_answer_says_no(self) -> None:
        events = [self.event("Sent", 9), self.event("Attended", 10, self.ANA), self.event("Declined", 11, self.ANA)]
        assert gather(events)[0].state is InviteState.ATTENDED

    def test_an_answer_to_an_invite_nobody_sent_is_left_out(self) -> None:
        assert gather([self.event("Accepted", 9)]) == ()

    @pytest.mark.parametrize("invite_id", [None, "", [], {"a": 1}, True])
    def test_an_invite_without_a_usable_id_stands_alone_without_an_answer(self, invite_id: object) -> None:
        events = [self.event("Sent", 9, invite_id=invite_id), self.event("Accepted", 10, invite_id=invite_id)]
        assert [invite.state for invite in gather(events)] == [InviteState.OPEN]

    def test_a_title_that_is_no_text_becomes_meeting(self) -> None:
        assert gather([self.event("Sent", 9, title=["x"])])[0].title == "Meeting"
