"""The audit of the whole installation as staff read it: who did what to whom, and what it was before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from portal.domain.audit import ActorKind, Found
from portal.domain.wording import listed
from portal.web.words import Words

NOUNS: Final = {
    "account": ("Accounts", "building-2"),
    "branding": ("Branding", "palette"),
    "connection": ("Sign-in of accounts", "key-round"),
    "decision": ("Decisions", "message-square"),
    "delivery": ("Deliveries", "mail"),
    "domain": ("Domains of accounts", "globe"),
    "draft": ("Drafts of the playbook", "pencil"),
    "duty": ("Duties", "user-check"),
    "feed": ("Calendar feeds", "calendar-days"),
    "gate": ("Start gate", "lock"),
    "handoff": ("Handoffs", "forward"),
    "hold": ("Holds", "pause"),
    "invitation": ("Invitations", "mail"),
    "job": ("Background work", "refresh-cw"),
    "key": ("API keys", "key-round"),
    "kickoff": ("Kickoffs", "calendar-check"),
    "meeting": ("Meetings", "calendar-days"),
    "member": ("Members", "users"),
    "person": ("What is known about people", "shield-check"),
    "pilot": ("Pilot groups", "users"),
    "play": ("Plays", "play"),
    "playbook": ("Published playbooks", "book-open"),
    "quarantine": ("Quarantine", "shield-alert"),
    "source": ("Sources of events", "zap"),
    "staff": ("Staff", "user"),
    "stakeholder": ("Stakeholders", "users"),
    "task": ("Tasks", "list-checks"),
    "touchpoint": ("Touchpoints", "sparkles"),
    "track": ("Tracks", "map"),
    "unlock": ("Unlocked features", "lock"),
    "urgency": ("Needs you today", "bell"),
    "verdict": ("Verdicts", "flag"),
    "webhook": ("Webhooks and Slack", "send"),
}
"""What acts are about: what that is called, and its icon."""
OTHER_ICON: Final = "history"

DID: Final = {
    "account.assigned": "gave {subject} to {after}",
    "account.moved": "moved the account to revision {after} of the playbook",
    "branding.changed": "changed the branding",
    "connection.discarded": "discarded the prepared sign-in with {subject}",
    "connection.enforced": "put the sign-in with {subject} in force",
    "connection.saved": "prepared a sign-in with {subject}",
    "connection.tested": "tried the sign-in with {subject}, and it worked",
    "delivery.freed": "let letters go to {subject} again",
    "delivery.tested": "sent a test letter to {subject}",
    "domain.added": "claimed the domain {subject}",
    "domain.proved": "proved the domain {subject}",
    "domain.removed": "removed the domain {subject}",
    "draft.carried_over": "carried the draft “{subject}” over to revision {after}",
    "draft.discarded": "discarded the draft “{subject}”",
    "draft.file_saved": "saved {subject} in a draft",
    "draft.file_taken_out": "took {subject} out in a draft",
    "draft.started": "started the draft “{subject}”",
    "duty.named": "named who fills “{subject}”",
    "feed.ended": "ended their calendar's secret address",
    "feed.renewed": "made a secret address for their calendar",
    "gate.closed": "let the start gate count again",
    "gate.overridden": "overrode the start gate until {subject}",
    "handoff.changed": "changed the handoff",
    "handoff.received": "handed over the account",
    "handoff.saved": "filled in the handoff: {subject}",
    "hold.called_off": "called off a hold: {subject}",
    "hold.started": "put the account on hold: {subject}",
    "invitation.accepted": "joined as {after}",
    "invitation.sent": "invited {subject} as {after}",
    "invitation.withdrawn": "withdrew the invitation of {subject}",
    "job.discarded": "discarded failed work in the background: {subject}",
    "job.revived": "tried failed work in the background again: {subject}",
    "key.created": "made the API key “{subject}”",
    "key.revoked": "ended the API key “{subject}”",
    "key.rotated": "made a successor of the API key “{subject}”",
    "kickoff.recap_saved": "wrote the recap of the kickoff on {subject}",
    "kickoff.recap_sent": "sent the recap of the kickoff on {subject}",
    "kickoff.scheduled": "set the kickoff for {subject}",
    "meeting.added": "scheduled “{subject}”",
    "meeting.answered": "noted an answer to the invite to “{subject}”: {after}",
    "meeting.cancelled": "called off “{subject}”",
    "meeting.held": "noted what came of “{subject}”",
    "meeting.invited": "sent the invite to “{subject}”",
    "member.role_changed": "changed the role of {subject} from {before} to {after}",
    "member.switched_off": "switched off the access of {subject}",
    "member.switched_on": "let {subject} in again",
    "person.copy_fetched": "fetched a person's copy: {subject}",
    "person.delete": "had a person deleted: {subject}",
    "person.export": "asked for a person's copy: {subject}",
    "person.resume": "had events about a person taken in again: {subject}",
    "person.suppress": "had no more events about a person taken in: {subject}",
    "pilot.changed": "changed the pilot group",
    "play.action_done": "ticked off “{subject}”",
    "play.action_undone": "unticked “{subject}”",
    "play.draft_reworded": "reworded the draft of “{subject}”",
    "quarantine.discarded": "discarded from the quarantine: {subject}",
    "quarantine.replayed": "tried again from the quarantine: {subject}",
    "source.changed": "changed the source of events “{subject}”",
    "staff.changed": "changed what is entered about {subject}",
    "playbook.published": "published {subject} of the playbook",
    "staff.switched_off": "switched off the access of {subject}",
    "staff.switched_on": "let {subject} in again",
    "task.done": "finished the task “{subject}”",
    "touchpoint.done": "held “{subject}”",
    "touchpoint.moved": "moved “{subject}” from {before} to {after}",
    "touchpoint.reopened": "opened “{subject}” again",
    "touchpoint.skipped": "skipped “{subject}”: {after}",
    "track.owner_named": "named an owner of the {subject} track: {after}",
    "unlock.granted": "opened “{subject}” by hand",
    "unlock.revoked": "closed “{subject}” by hand",
    "unlock.taken_back": "let the ladder decide about “{subject}” again",
    "urgency.brought_back": "brought back what they had put off",
    "urgency.put_off": "put off {subject} until {after}",
    "verdict.overridden": "overrode the verdict: {subject}",
    "verdict.override_ended": "let the computed verdict count again",
    "webhook.added": "let “{subject}” hear of things",
    "webhook.rotated": "made a new secret for “{subject}”",
    "webhook.sent_again": "sent a message to “{subject}” once more",
    "webhook.switched_off": "switched off “{subject}”",
    "webhook.switched_on": "switched “{subject}” on again",
    "webhook.tested": "sent a test to “{subject}”",
}
"""What somebody did, by the name of the act. Other acts are told by their noun and their verb."""

LABELS: Final = {
    "csm": "CSM",
    "due": "due day",
    "due_on": "due day",
    "kickoff_on": "kickoff",
    "starts_at": "start",
    "target_go_live_on": "go-live",
    "went_live_on": "go-live",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing an act changed: what it was, and what it became; None where there was nothing."""

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as staff read it; `kind` says what the actor is where it is none of the staff."""

    at: datetime
    icon: str
    name: str
    kind: str
    did: str
    account_id: UUID | None
    account: str | None
    changes: tuple[Change, ...]
    request_id: str | None


def line(words: Words, found: Found) -> Line:
    """An entry with its moments where the reader is."""
    entry, noun = found.entry, found.entry.act.name.partition(".")[0]
    changes = tuple(_changes(words, entry.act.before, entry.act.after))
    return Line(
        at=entry.at,
        icon=NOUNS[noun][1] if noun in NOUNS else OTHER_ICON,
        name=entry.actor.name,
        kind="" if entry.actor.kind is ActorKind.STAFF else KINDS[entry.actor.kind],
        did=_did(entry.act.name, entry.act.subject, changes),
        account_id=found.account_id,
        account=found.account,
        changes=changes,
        request_id=entry.actor.request_id,
    )


KINDS: Final = {ActorKind.MEMBER: "Customer", ActorKind.KEY: "API key", ActorKind.SYSTEM: "The portal"}


def _did(act: str, subject: str, changes: tuple[Change, ...]) -> str:
    if known := DID.get(act):
        before = listed([one.before or "nothing" for one in changes]) if changes else "nothing"
        after = listed([one.after or "nobody" for one in changes]) if changes else "nobody"
        return known.format(subject=subject, before=before, after=after)
    noun, _, verb = (part.replace("_", " ") for part in act.partition("."))
    if verb == "changed" and changes:
        return _changed(f"{noun} “{subject}”" if noun != "account" else subject, changes)
    return f"{verb} the {noun} “{subject}”"


def _changed(thing: str, changes: tuple[Change, ...]) -> str:
    whats = listed([one.what for one in changes])
    if len(changes) > 1:
        return f"changed the {whats} of {thing}"
    (one,) = changes
    return f"changed the {whats} of {thing} from {one.before or 'nothing'} to {one.after or 'nothing'}"


def _changes(words: Words, before: Mapping[str, str | None], after: Mapping[str, str | None]) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        what, say = LABELS.get(name, name.replace("_", " ")), _role if name == "role" else _said
        yield Change(what, say(words, before.get(name)), say(words, after.get(name)))


def _role(_words: Words, value: str | None) -> str | None:
    return value.replace("_", " ") if value else value


def _said(words: Words, value: str | None) -> str | None:
    """A value as people read it: days and moments in words, everything else as it is."""
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError:
        return value or None
    if moment.tzinfo:
        return f"{words.full_day(moment)}, {words.time(moment)}"
    return words.full_day(date.fromisoformat(value)) if value and len(value) == len("2026-11-17") else value
