"""Who may change something about accounts."""

import pytest

from portal.domain.audit import Actor, ActorKind
from portal.domain.doers import Doer
from portal.domain.errors import Forbidden
from portal.domain.roles import Capability


@pytest.mark.parametrize("capability", Capability)
def test_only_guides_change_accounts(capability: Capability) -> None:
    doer = Doer(Actor(ActorKind.STAFF, None, "Tomás Vidal"), frozenset({capability}))
    if capability in {Capability.CSM, Capability.CSM_LEAD}:
        doer.require_guide()
    else:
        with pytest.raises(Forbidden, match="Only a CSM"):
            doer.require_guide()
