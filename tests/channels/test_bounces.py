"""What is read from the reports of mail servers: hand-written in the shapes that they send."""

from pathlib import Path
from uuid import UUID

import pytest

from portal.channels.bounces import read
from portal.domain.bounces import Bounce, Kind, letter_id

REPORTS = Path(__file__).parent / "reports"
LETTER = UUID("7b1f3a52-6d0e-4c8e-9a55-0d7c5f1f2a10")
PRIYA = "priya@halden.test"
UNKNOWN = "550 5.1.1 <priya@halden.test>: Recipient address rejected: User unknown in virtual mailbox table"
FULL = "452 4.2.2 STOREDRV.Deliver; mailbox full. The following information should help"
DENIED = "550 5.4.1 Recipient address rejected: Access denied."


@pytest.mark.parametrize(
    ("report", "kind", "said"),
    [
        ("postfix", Kind.PERMANENT, UNKNOWN),
        ("exchange", Kind.TEMPORARY, FULL),
        ("ses", Kind.PERMANENT, DENIED),
        ("complaint", Kind.COMPLAINT, "abuse"),
    ],
)
def test_a_report_tells_which_letter_came_back_and_why(report: str, kind: Kind, said: str) -> None:
    assert read((REPORTS / f"{report}.eml").read_bytes()) == (Bounce(kind, said, LETTER, PRIYA),)


def test_a_letter_that_is_only_late_has_not_come_back() -> None:
    assert read((REPORTS / "delayed.eml").read_bytes()) == ()


def test_a_report_without_the_letter_tells_whose_it_was() -> None:
    report = (REPORTS / "postfix.eml").read_bytes().replace(b"Message-ID: <7b1f3a52", b"Message-ID: <mail-7b1f3a52")
    assert read(report) == (Bounce(Kind.PERMANENT, UNKNOWN, None, PRIYA),)


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\xff\xfe\x00 nothing",
        b"Subject: Out of office\n\nI am back on Monday.\n",
        b"Content-Type: message/delivery-status\n\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/feedback-report\n\n--x--\n",
        b"Content-Type: multipart/report\n\nno boundary",
        b"Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: base64\n\n!!!",
    ],
)
def test_other_mail_tells_of_no_letter(mail: bytes) -> None:
    assert read(mail) == ()


def test_only_ids_of_our_letters_are_letters() -> None:
    assert letter_id(f"<{LETTER}@onboarding.marlowe.test>") == LETTER
    assert letter_id("<20261117090004.4F1B21C0A3@mx.marlowe.test>") is None
