import pytest

from portal.domain.roles import Capability, Role
from portal.identity.roles import capabilities_from, groups_of, role_from
from portal.identity.tokens import Rejected

MAPPING = {"it": "admin", "planning": "power_user", "dispatch": "operator", "strange": "csm"}


@pytest.mark.parametrize(
    ("groups", "default", "role"),
    [
        ({"dispatch", "it"}, None, Role.ADMIN),
        ({"dispatch", "planning"}, None, Role.POWER_USER),
        ({"dispatch"}, "admin", Role.OPERATOR),
        ({"unknown"}, "operator", Role.OPERATOR),
        (set(), "power_user", Role.POWER_USER),
        (set(), None, None),
        ({"strange"}, None, None),
        ({"IT"}, None, None),
    ],
)
def test_the_highest_group_wins(groups: set[str], default: str | None, role: Role | None) -> None:
    assert role_from(frozenset(groups), MAPPING, default) is role


def test_capabilities_add_up_and_roles_are_none() -> None:
    mapping = {"a": "csm", "b": "owner", "c": "admin"}
    assert capabilities_from(frozenset("abc"), mapping) == {Capability.CSM, Capability.OWNER}


@pytest.mark.parametrize(
    ("claims", "groups"),
    [
        ({"groups": ["a", "b", "a"]}, {"a", "b"}),
        ({"groups": "a"}, {"a"}),
        ({"groups": ["a", 1, None, {"b": 1}]}, {"a"}),
        ({"groups": {"a": 1}}, set()),
        ({}, set()),
    ],
)
def test_groups_are_read_leniently(claims: dict[str, object], groups: set[str]) -> None:
    assert groups_of(claims) == groups


def test_too_many_groups_to_send_is_an_error_and_not_no_groups() -> None:
    with pytest.raises(Rejected, match="link instead of groups"):
        groups_of({"_claim_names": {"groups": "src1"}, "groups": ["a"]})
