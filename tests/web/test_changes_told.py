from portal.domain.progress import LadderProgress, MilestoneProgress, State
from portal.domain.roles import Role
from portal.domain.visits import Change, Kind
from portal.web.customer.changes import told
from portal.web.words import speak
from tests.factories import NOW, milestone, small_playbook


def test_only_a_milestone_of_ones_own_ladder_is_a_link() -> None:
    catalogue = small_playbook(milestone("own"), milestone("theirs"))
    climbed = MilestoneProgress(catalogue.milestones["own"], State.AVAILABLE, (), None, None, ())
    ladder = LadderProgress(catalogue.ladders[Role.ADMIN], (climbed,), climbed)
    changes = [Change(Kind.REACHED, name, NOW, who="Mei") for name in ("own", "theirs")]
    assert told(changes, ladder, catalogue, speak("en")) == [
        ("/milestones/own", "Mei reached “Reach own”."),
        ("", "Mei reached “Reach theirs”."),
    ]
