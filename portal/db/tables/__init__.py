"""Every table by noun. Importing this package registers all of them on `Base.metadata`."""

from portal.db.base import Base
from portal.db.tables.accounts import Account, AccountVersion
from portal.db.tables.activity import ActivityDay, FirstTouch, MemberWeeks, UnrolledBatch
from portal.db.tables.acts import Blocker, CoachBooking, Feedback, Handover, Snooze
from portal.db.tables.articles import Article
from portal.db.tables.audit import AuditEntry
from portal.db.tables.branding import VendorBrand
from portal.db.tables.calendar import CalendarFeed, Meeting, TouchpointRecord
from portal.db.tables.content import Media, PlaybookPin, Revision
from portal.db.tables.decisions import Decision, DecisionReader, DecisionText, SyncNote
from portal.db.tables.deliveries import Delivery, SuppressedAddress
from portal.db.tables.discovery import Answer
from portal.db.tables.drafts import Draft, DraftFile
from portal.db.tables.events import ApiKey, Event, EventName, Quarantined, Source
from portal.db.tables.experiments import Assignment, Exposure
from portal.db.tables.holds import Hold
from portal.db.tables.identity import BrowserSession, Connection, ConnectionDomain, LoginState, LogoutToken
from portal.db.tables.invitations import Invitation
from portal.db.tables.jobs import Job
from portal.db.tables.milestone_health import MilestoneTally
from portal.db.tables.momentum import NudgeAnswer, Visit, WaitHistory
from portal.db.tables.onboarding import Handoff, HandoffSection, Onboarding
from portal.db.tables.people import DutyHolder, Member, PartHolder, Staff, Stakeholder
from portal.db.tables.plays import PlayActionDone, PlayDraft
from portal.db.tables.portfolio import PortfolioRow, SavedView, UrgencySnooze, VerdictCount
from portal.db.tables.preferences import MemberPreferences, StaffPreferences
from portal.db.tables.privacy import PrivacyRequest, Suppression
from portal.db.tables.progress import (
    Celebration,
    MilestoneCompletion,
    RuleProgress,
    StepCompletion,
    StepCounter,
    Unlock,
)
from portal.db.tables.results import MetricWeek, SuccessTarget, ValueReport
from portal.db.tables.risk import AccountSignals, VerdictOverride, VerdictRecord
from portal.db.tables.start import CheckAnswer, GoLive, Kickoff, StartOverride, SuccessPlan
from portal.db.tables.tasks import Task
from portal.db.tables.team_notes import TeamNote, TeamNoteSeen
from portal.db.tables.tracks import TrackOwner
from portal.db.tables.unlocks import UnlockOverride
from portal.db.tables.webhooks import WebhookAttempt, WebhookEndpoint, WebhookMessage

__all__ = [
    "Account",
    "AccountSignals",
    "AccountVersion",
    "ActivityDay",
    "Answer",
    "ApiKey",
    "Article",
    "Assignment",
    "AuditEntry",
    "Base",
    "Blocker",
    "BrowserSession",
    "CalendarFeed",
    "Celebration",
    "CheckAnswer",
    "CoachBooking",
    "Connection",
    "ConnectionDomain",
    "Decision",
    "DecisionReader",
    "DecisionText",
    "Delivery",
    "Draft",
    "DraftFile",
    "DutyHolder",
    "Event",
    "EventName",
    "Exposure",
    "Feedback",
    "FirstTouch",
    "GoLive",
    "Handoff",
    "HandoffSection",
    "Handover",
    "Hold",
    "Invitation",
    "Job",
    "Kickoff",
    "LoginState",
    "LogoutToken",
    "Media",
    "Meeting",
    "Member",
    "MemberPreferences",
    "MemberWeeks",
    "MetricWeek",
    "MilestoneCompletion",
    "MilestoneTally",
    "NudgeAnswer",
    "Onboarding",
    "PartHolder",
    "PlayActionDone",
    "PlayDraft",
    "PlaybookPin",
    "PortfolioRow",
    "PrivacyRequest",
    "Quarantined",
    "Revision",
    "RuleProgress",
    "SavedView",
    "Snooze",
    "Source",
    "Staff",
    "StaffPreferences",
    "Stakeholder",
    "StartOverride",
    "StepCompletion",
    "StepCounter",
    "SuccessPlan",
    "SuccessTarget",
    "SuppressedAddress",
    "Suppression",
    "SyncNote",
    "Task",
    "TeamNote",
    "TeamNoteSeen",
    "TouchpointRecord",
    "TrackOwner",
    "Unlock",
    "UnlockOverride",
    "UnrolledBatch",
    "UrgencySnooze",
    "ValueReport",
    "VendorBrand",
    "VerdictCount",
    "VerdictOverride",
    "VerdictRecord",
    "Visit",
    "WaitHistory",
    "WebhookAttempt",
    "WebhookEndpoint",
    "WebhookMessage",
]
