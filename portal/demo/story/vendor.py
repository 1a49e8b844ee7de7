"""The demo's vendor: Marlowe, a dispatch product, and its people."""

from dataclasses import dataclass

from portal.domain.roles import Capability, Role

STAFF_DOMAIN = "marlowe.example"
PRODUCT_SOURCE = "marlowe-demo"
"""The source the generated product events come from. Its row marks a database as the demo's own."""
PORTAL_SOURCE = "portal"
KEY_LABEL = "Marlowe demo"
"""The label of the write key; the key is made last, so its row marks the demo data as complete."""

STAFF_CLIENT = "marlowe-staff"
ROLE_GROUPS: dict[Role, str] = {
    Role.ADMIN: "marlowe-admins",
    Role.POWER_USER: "marlowe-power-users",
    Role.OPERATOR: "marlowe-operators",
}


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One of the vendor's people. `subject` is their id at the identity provider; not everybody has a page to book."""

    subject: str
    name: str
    title: str
    capabilities: tuple[Capability, ...]
    booking_url: str | None = None

    @property
    def email(self) -> str:
        """Their address, first name at the vendor's domain."""
        return f"{self.subject}@{STAFF_DOMAIN}"


TOMAS = StaffMember(
    "tomas", "Tomás Vidal", "Customer success manager", (Capability.CSM,), "https://calendar.marlowe.example/tomas"
)
WANJIRU = StaffMember(
    "wanjiru",
    "Wanjiru Kamau",
    "Customer success manager",
    (Capability.CSM,),
    "https://calendar.marlowe.example/wanjiru",
)
INGRID = StaffMember("ingrid", "Ingrid Solheim", "Senior customer success manager", (Capability.CSM,))
SAMIR = StaffMember("samir", "Samir Osei", "Technical onboarding lead", (Capability.CSM,))
"""The technical lead: he sets up every account together with its CSM."""
STAFF: tuple[StaffMember, ...] = (
    TOMAS,
    WANJIRU,
    INGRID,
    SAMIR,
    StaffMember("noor", "Noor Haddad", "Head of onboarding", (Capability.CSM, Capability.CSM_LEAD)),
    StaffMember("ken", "Ken Matsuda", "Customer education", (Capability.EDITOR,)),
    StaffMember("olivia", "Olivia Brandt", "VP customer success", (Capability.OWNER,)),
)
CSMS: tuple[StaffMember, ...] = (TOMAS, WANJIRU, INGRID)
FULLY_BOOKED = INGRID
"""The CSM who carries as many open onboardings as her limit allows."""
