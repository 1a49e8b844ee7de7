"""The postman on a real mail server: what arrives, what is tried again, and what is never sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.channels.mail import Smtp
from portal.db import accounts, deliveries, duties, momentum
from portal.db.engine import Database
from portal.db.tables import Delivery, Invitation, Member, MemberPreferences
from portal.domain.deliveries import Audience, News, Reason, Recipient, State, Topic
from portal.domain.nudges import Answer, Response
from portal.domain.roles import Duty, Role
from portal.postman import Office, Postman
from portal.services.post import take
from portal.web.letters.items import invitation_sealer
from tests.catalogues import shipped
from tests.factories import NOW, Fixed, add_account, add_member, add_staff, settings
from tests.post import Mailbox, mail_server

SETTINGS = settings("sqlite://", support_email="help@marlowe.test")
KEY = SETTINGS.secret_key.get_secret_value()
FIRST_REPORT = {"id": "first_value_report", "weeks": 1, "on": "2026-11-17"}
SHIPPED = shipped()

TO_MEMBERS: dict[Topic, dict[str, Any]] = {
    Topic.NOTE: {"note_id": str(uuid4()), "milestone_id": "pilot", "kind": "help", "by": "Jo", "note": "Can you look?"},
    Topic.UNBLOCKED: {"milestone_id": "first_dispatch", "waits_on": "Elif"},
    Topic.NUDGE: {"milestone_id": "first_dispatch", "on": "2026-11-16", "source": "overdue"},
    Topic.MILESTONE: {"milestone_id": "first_dispatch"},
    Topic.REPORT: {"report_id": str(uuid4()), "number": 1},
    Topic.SUMMARY: {"reached": ["first_dispatch"], "next": "order_data"},
}  # fmt: skip


@dataclass
class Post:
    """A postman on a database, with a clock the test moves."""

    database: Database
    now: datetime = NOW
    url: str | None = None
    playbook: Fixed = field(default_factory=lambda: Fixed(SHIPPED))

    async def deliver(self) -> None:
        office = Office(SETTINGS, Smtp(self.url)) if self.url else None
        postman = Postman(self.database, self.playbook, office, lambda: self.now)
        while await postman.step():
            pass

    async def tell(self, *news: News) -> None:
        async with self.database.write() as session:
            await deliveries.add(session, news, now=self.now)

    async def ledger(self) -> Sequence[Delivery]:
        async with self.database.read() as session:
            return (await session.scalars(select(Delivery).order_by(Delivery.created_at, Delivery.dedupe_key))).all()


async def newcomer(database: Database, language: str | None = None) -> Recipient:
    account = await add_account(database)
    member = await add_member(database, account)
    if language:
        async with database.write() as session:
            chosen = {"theme": "system", "time_zone": "UTC", "celebrations": True, "version": 1, "saved_at": NOW}
            channels = {"milestone_reached": ["email"]}
            values = chosen | {"language": language, "channels": channels}
            session.add(MemberPreferences(account_id=account, member_id=member, **values))
    return Recipient(Audience.MEMBER, member, "")


async def news_for(database: Database, to: Recipient, topic: Topic) -> News:
    async with database.read() as session:
        account = await session.scalar(select(Member.account_id).where(Member.id == to.id))
    return News(f"{topic}:{to.id}", topic, account, to, TO_MEMBERS[topic])


@pytest.mark.parametrize("language", ["en", "de"])
async def test_everything_that_waits_for_a_member_arrives_in_one_letter_in_their_language(
    database: Database, language: str
) -> None:
    to = await newcomer(database, language)
    async with mail_server() as mailbox:
        post = Post(database, url=mailbox.url)
        await post.tell(*[await news_for(database, to, topic) for topic in TO_MEMBERS])
        await post.deliver()
    [letter] = mailbox.letters
    text, html = bodies(mailbox)
    assert ("6 things for you" if language == "en" else "6 Nachrichten für Sie") in letter["Subject"]
    assert "Can you look?" in text
    assert f'lang="{language}"' in html
    assert "googleapis" not in html
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].startswith("<https://portal.test/unsubscribe/")
    # On the wire the address is whole: cut or encoded, no mail program finds it.
    assert f"List-Unsubscribe: {letter['List-Unsubscribe']}\r\n".encode() in mailbox.wire[0]
    assert {row.state for row in await post.ledger()} == {State.SENT}
    assert {f"<{row.letter}@portal.test>" for row in await post.ledger()} == {letter["Message-ID"]}


async def invite(database: Database, post: Post, language: str | None = None) -> None:
    account = await add_account(database)
    by = await add_member(database, account)
    made = Invitation(
        id=uuid4(), account_id=account, token_hash="0" * 64, email="new@halden.test", role=Role.OPERATOR, by_id=by,
        created_at=NOW, expires_at=NOW + timedelta(days=14),
    )  # fmt: skip
    facts = {
        "invitation_id": str(made.id), "account": "Halden", "by": "Priya", "role": "operator",
        "expires_at": made.expires_at.isoformat(), "sealed": invitation_sealer(KEY).seal("the-token", NOW).decode(),
    }  # fmt: skip
    async with database.write() as session:
        await accounts.set_language(session, account, language)
        session.add(made)
    to = Recipient(Audience.ADDRESS, None, made.email)
    await post.tell(News(f"invitation:{made.id}", Topic.INVITATION, account, to, facts))


async def test_a_busy_server_is_asked_again_and_the_letter_stays_the_same(database: Database) -> None:
    async with mail_server() as mailbox:
        post = Post(database, url=mailbox.url)
        await invite(database, post)
        mailbox.says = "451 Come back later"
        await post.deliver()
        [row] = await post.ledger()
        assert (row.state, row.reason, row.next_at) == (State.WAITING, Reason.SERVER_BUSY, NOW + timedelta(minutes=1))
        mailbox.says = None
        post.now += timedelta(minutes=2)
        await post.deliver()
        await post.deliver()
    [letter] = mailbox.letters
    assert letter["Message-ID"] == f"<{row.letter}@portal.test>"
    assert "https://portal.test/join/the-token" in bodies(mailbox)[0]
    assert "List-Unsubscribe" not in letter
    assert "the-token" not in str([row.facts for row in await post.ledger()])


async def test_what_is_put_off_while_the_server_is_busy_goes_out_in_a_letter_of_its_own(database: Database) -> None:
    to = await newcomer(database)
    async with mail_server() as mailbox:
        post = Post(database, url=mailbox.url)
        mailbox.says = "451 Come back later"
        report, nudge = [await news_for(database, to, topic) for topic in (Topic.REPORT, Topic.NUDGE)]
        await post.tell(report, replace(nudge, facts=dict(nudge.facts) | {"nudge": "due:first_dispatch"}))
        await post.deliver()
        mailbox.says = None
        tomorrow = Answer(Response.SNOOZED, NOW, NOW.date() + timedelta(days=1))
        async with database.write() as session:
            assert nudge.account_id
            assert to.id
            await momentum.answer_nudge(
                session, account_id=nudge.account_id, member_id=to.id, key="due:first_dispatch", answer=tomorrow
            )
        for later in (timedelta(minutes=2), timedelta(days=1)):
            post.now = NOW + later
            await post.deliver()
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == len(mailbox.letters) == 2


async def test_nothing_more_is_sent_to_an_address_without_a_mailbox(database: Database) -> None:
    to = await newcomer(database)
    async with mail_server() as mailbox:
        post = Post(database, url=mailbox.url)
        mailbox.says = "550 No such mailbox"
        await post.tell(await news_for(database, to, Topic.NOTE))
        await post.deliver()
        mailbox.says = None
        await post.tell(await news_for(database, to, Topic.REPORT))
        await post.deliver()
    assert mailbox.letters == []
    assert [(row.state, row.reason) for row in await post.ledger()] == [(State.NOT_SENT, Reason.BOUNCED)] * 2


async def test_an_invitation_is_written_in_the_language_of_the_account(database: Database) -> None:
    async with mail_server() as mailbox:
        post = Post(database, url=mailbox.url)
        await invite(database, post, language="de")
        await post.deliver()
    assert str(mailbox.letters[0]["Subject"]) == "Priya lädt Sie zu Halden ein"
    assert all("Zum Team" in body for body in bodies(mailbox))


async def test_what_a_process_was_sending_when_it_ended_is_repeated_only_where_somebody_waits_for_it(
    database: Database,
) -> None:
    to = await newcomer(database)
    post = Post(database)
    await invite(database, post)
    await post.tell(await news_for(database, to, Topic.NOTE))
    for _ in range(2):
        async with database.write() as session:
            await take(session, now=NOW)
    post.now += timedelta(hours=1)
    async with mail_server() as mailbox:
        post.url = mailbox.url
        await post.deliver()
    assert [letter["To"] for letter in mailbox.letters] == ["new@halden.test"]
    assert {row.topic: row.reason for row in await post.ledger()} == {
        Topic.INVITATION: None,
        Topic.NOTE: Reason.INTERRUPTED,
    }


async def test_staff_are_told_what_is_due_with_the_message_drafted(database: Database) -> None:
    csm = await add_staff(database)
    account = await add_account(database, csm_id=csm)
    async with database.write() as session:
        holder = await duties.stakeholder(
            session, account_id=account, name="Dr. Priya Raman", title="COO", email="priya@halden.test"
        )
        await duties.give(session, account_id=account, duty=Duty.ATTENDS, stakeholder_id=holder, version=0, by="Tomás")
    to = Recipient(Audience.STAFF, csm, "")
    facts: dict[Topic, dict[str, Any]] = {
        Topic.TOUCHPOINT: {"touchpoint": FIRST_REPORT, "account": "Halden"},
        Topic.DIGEST: {"levels": {"at_risk": 1}, "accounts": 1, "due": 2, "worst": [["Halden", "at_risk"]]},
        Topic.TEST: {},
    }
    async with mail_server() as mailbox:
        post = Post(database, url=mailbox.url)
        await post.tell(*[News(f"{topic}", topic, account, to, facts[topic]) for topic in facts])
        await post.deliver()
    assert sorted(str(letter["Subject"]) for letter in mailbox.letters) == ["2 things for you", "A test letter"]
    assert "Hi Priya," in bodies(mailbox)[0]
    assert "Here's what your team accomplished" in bodies(mailbox)[0]
    assert "Halden: At risk" in bodies(mailbox)[0]


async def test_without_a_mail_server_the_ledger_says_so(database: Database) -> None:
    post = Post(database)
    await invite(database, post)
    await post.deliver()
    assert [(row.state, row.reason) for row in await post.ledger()] == [(State.NOT_SENT, Reason.NO_MAIL)]


def bodies(mailbox: Mailbox) -> tuple[str, str]:
    plain, html = (mailbox.letters[-1].get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()
