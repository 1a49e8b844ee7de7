"""Telling a person's name from a role, a team or an empty line: a duty needs somebody, by name."""

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOBODY: Final = _words("tbd tba tbc unknown nobody none nil null noone someone somebody anyone pending")
GROUPS: Final = _words("team teams department departments dept committee squad taskforce")
ARTICLES: Final = _words("the our their your some any whoever")
CONNECTORS: Final = _words("of for and in at to a an from with")
ROLE_WORDS: Final = _words("""
    account accounts admin admins administration administrator analyst assistant associate board buyer ceo cfo
    champion chief cio ciso clerk client cmo cno coo cpo crew cro cso cto compliance contact consultant coordinator
    customer data decision desk development devops digital director economic engineer engineering erp evp executive
    external facilities finance general global group head health helpdesk hr human information infrastructure
    internal it lead leader leadership legal logistics maker management manager marketing md medical network new
    office officer operations operator ops owner partner person platform pm po point power president procurement
    product program programme project purchasing quality regional representative resources risk sales security
    senior service services site software specialist sponsor staff stakeholder strategy supervisor support svp
    system systems tech technical technology training transformation user users vendor vice vp
""")


def is_person(text: str | None) -> bool:
    """Whether a text can be the name of a person.

    It is refused when it is empty or has no letters; when it is an address; when it says that nobody is
    known yet ("TBD"); when it names a group anywhere ("Brightwell team") or starts like a description
    ("the …"); and when every word of it is a role or a department ("IT", "Head of Procurement"). One word
    that is none of those makes it a name, so "Anna Lund, CFO" and "Edith Head" are people.
    """
    if not text or "@" in text or text.strip().casefold() == "n/a":
        return False
    words = re.findall(r"[^\W\d_]+", text.replace(".", "").casefold())
    if not words or words[0] in ARTICLES or not NOBODY.isdisjoint(words) or not GROUPS.isdisjoint(words):
        return False
    if words[:2] in (["to", "be"], ["no", "one"]):
        return False
    return not all(word in ROLE_WORDS or word in CONNECTORS for word in words)
