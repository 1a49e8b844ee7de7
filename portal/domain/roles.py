"""Who somebody is: the role of a member, the capabilities of staff."""

from enum import StrEnum

from portal.domain.wording import phrase


class Role(StrEnum):
    """A member's role in their account; it chooses their ladder."""

    ADMIN = "admin"
    POWER_USER = "power_user"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        """The role as a person reads it."""
        return {"admin": phrase("Admin"), "power_user": phrase("Power user"), "operator": phrase("Operator")}[
            self.value
        ]


class RoleSource(StrEnum):
    """Where a member's role comes from: it decides who may change it, and whether a sign-in does."""

    DEFAULT = "default"
    GROUPS = "groups"
    PORTAL = "portal"


class Capability(StrEnum):
    """What one of the vendor's people may do in the internal view."""

    CSM = "csm"
    CSM_LEAD = "csm_lead"
    EDITOR = "editor"
    OWNER = "owner"

    @property
    def label(self) -> str:
        """The capability as staff read it."""
        return {"csm": "CSM", "csm_lead": "CSM lead", "editor": "Editor", "owner": "Owner"}[self.value]

    @property
    def means(self) -> str:
        """What it lets somebody do."""
        return {
            "csm": "Guides accounts from handoff to the end of onboarding.",
            "csm_lead": "Guides accounts, gives them to CSMs, overrides verdicts, and reads the audit.",
            "editor": "Writes and publishes the playbook.",
            "owner": "Runs the portal: settings, keys, staff, and the audit.",
        }[self.value]


class Duty(StrEnum):
    """What somebody at the customer must do for an onboarding to be driven (one named person each)."""

    ATTENDS = "attends"
    UNBLOCKS = "unblocks"
    DRIVES = "drives"
    ESCALATES = "escalates"

    @property
    def label(self) -> str:
        """The duty as a person reads it."""
        return {
            "attends": phrase("Turns up weekly"),
            "unblocks": phrase("Can unblock legal and IT"),
            "drives": phrase("Drives adoption"),
            "escalates": phrase("Can escalate"),
        }[self.value]


class Part(StrEnum):
    """The part somebody at the customer plays in buying and in the project; one person may play several."""

    PROJECT_OWNER = "project_owner"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    ECONOMIC_BUYER = "economic_buyer"
    TECHNICAL_LEAD = "technical_lead"
    CHAMPION = "champion"

    @property
    def label(self) -> str:
        """The part as a person reads it."""
        return {
            "project_owner": phrase("Project owner"),
            "executive_sponsor": phrase("Executive sponsor"),
            "economic_buyer": phrase("Economic buyer"),
            "technical_lead": phrase("Technical lead"),
            "champion": phrase("Champion"),
        }[self.value]


Seat = Duty | Part
"""A place that has to be filled by somebody with a name."""


class Capacity(StrEnum):
    """Whether the project is somebody's main job."""

    DEDICATED = "dedicated"
    SIDE_PROJECT = "side_project"

    @property
    def label(self) -> str:
        """The capacity as staff read it."""
        return {"dedicated": "Dedicated: it is their main job", "side_project": "A side project"}[self.value]
