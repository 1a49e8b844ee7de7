import pytest

from portal.content.files import read_folder
from portal.content.problems import ContentErrors
from portal.content.trial import replaced
from tests.content.playbooks import SOUND

FILES = read_folder(SOUND).files
TREE = FILES.texts["risk_trees/onboarding.yaml"]


def test_one_tree_takes_the_place_of_its_namesake_whatever_its_file_is_called() -> None:
    trial = replaced(FILES, 3, TREE.replace("share: 0.5", "share: 0.8").encode(), "stricter.yaml")
    shares = [
        playbook.trees["onboarding"].nodes["responding"].thresholds["share"] for playbook in (trial.live, trial.tried)
    ]
    assert (trial.tree, shares, trial.tried.revision) == ("onboarding", [0.5, 0.8], 3)
    assert trial.live.trees["start"] == trial.tried.trees["start"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (TREE.replace("no: quiet", "no: nowhere").encode(), ":11:5: the answer leads to `nowhere`"),
        (TREE.replace("play: call", "play: shout").encode(), ":15:71: there is no play `shout`"),
        (TREE.replace("id: onboarding", "id: boarding").encode(), ":1:1: the playbook has no tree `boarding`"),
        (b"nodes: [", ":2:1: this is not valid YAML"),
        (b"id: \xff", ":1:1: the file is not UTF-8."),
    ],
)
def test_every_problem_names_the_file_that_was_given(body: bytes, says: str) -> None:
    with pytest.raises(ContentErrors) as refused:
        replaced(FILES, 3, body, "some/wrong.yaml")
    assert all(problem.file == "some/wrong.yaml" for problem in refused.value.problems)
    assert f"some/wrong.yaml{says}" in refused.value.message
