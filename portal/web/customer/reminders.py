"""A draft that reminds somebody outside the portal, as a link that opens it in the reader's own mail program."""

from urllib.parse import quote

from portal.domain.people import SignedInMember
from portal.domain.progress import MilestoneProgress
from portal.web.words import Words


def mail_reminder(words: Words, member: SignedInMember, m: MilestoneProgress) -> str | None:
    """The link for the person a milestone waits on; None where there is no address to write to."""
    blocked = m.blocked
    if blocked is None or not blocked.email:
        return None
    subject = words.gettext("%(milestone)s: one thing we need from you", milestone=m.milestone.title)
    text = words.gettext(
        "Hello %(name)s,\n\nwe are waiting for you with “%(milestone)s”:\n\n%(why)s\n\nThank you,\n%(member)s",
        name=blocked.on,
        milestone=m.milestone.title,
        why=blocked.why,
        member=member.name,
    )
    # Everything is quoted, so that a stored address or name cannot add recipients or headers.
    body = quote(text.replace("\n", "\r\n"))
    return f"mailto:{quote(blocked.email, safe='@')}?subject={quote(subject)}&body={body}"
