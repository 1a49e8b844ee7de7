import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content.yaml import MAX_CHARACTERS, read
from tests.content.playbooks import fewer

LEVELS = "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 20))
MERGE_BOMB = "a0: &a0 {k: v}\n" + LEVELS


def messages(text: str) -> list[str]:
    return [problem.message for problem in read(text, "x.yaml").problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14", 14),
        ("-3", -3),
        ("0.5", 0.5),
        ("1e3", 1000.0),
        ("'14'", "14"),
        ("true", True),
        ("yes", "yes"),
        ("on", "on"),
        ("no", "no"),
        ("2027-05-31", "2027-05-31"),
        ("12:30", "12:30"),
        ("0o17", "0o17"),
        ("~", None),
        ("a:", {"a": None}),
        ("yes: no", {"yes": "no"}),
        ("1: one", {"1": "one"}),
        ("[a, {b: [c]}]", ["a", {"b": ["c"]}]),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
        (".inf", ".inf"),
    ],
)
def test_words_are_words_and_only_plain_numbers_are_numbers(text: str, value: object) -> None:
    document = read(text, "x.yaml")
    assert document.problems == []
    assert document.value == value
    assert type(document.value) is type(value)


def test_every_part_knows_its_place() -> None:
    document = read("a: 1\nb:\n  - c: 2\n    d: [3, 4]\n", "x.yaml")
    assert document.place(("b",)) == (2, 1)
    assert document.place(("b", 0, "d")) == (4, 5)
    assert document.place(("b", 0, "d", 1)) == (4, 12)
    assert document.place(("b", 0, "missing")) == (3, 5)
    assert document.place(("nowhere",)) == (1, 1)


def test_a_text_within_a_file_counts_the_lines_of_the_file() -> None:
    document = read("a: 1\nb: *c\n", "x.md", first_line=2)
    assert [(p.line, p.column) for p in document.problems] == [(3, 4)]


def test_a_merge_bomb_is_refused_before_it_goes_off() -> None:
    assert len(MERGE_BOMB) > 894
    found = messages(MERGE_BOMB)
    assert "the anchor `&a0` is not allowed" in found
    assert "the merge key `<<` is not allowed" in found
    assert "the alias `*a0` is not allowed" in found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('!!python/object/apply:os.system ["true"]', "the tag `!!python/object/apply:os.system` is not allowed"),
        ("!!python/object:object {}", "the tag `!!python/object:object` is not allowed"),
        ("a: !local b", "the tag `!local` is not allowed"),
        ("!!str a: b", "the tag `!!str` is not allowed"),
        ("a: 1\na: 2", "the key `a` stands here twice"),
        ("a: 1\n'a': 2", "the key `a` stands here twice"),
        ("{[a]: b}", "a key must be one word or text"),
        ("a: 1\n---\nb: 2", "a second document begins here"),
        ("", "the file is empty"),
        ("# only a comment", "the file is empty"),
        ("[" * 5000, "this is nested more than 20 levels deep"),
        ("a: " + "9" * 5000, "this number is too large or too long"),
        ("a: 1e999", "this number is too large or too long"),
        (
            "x" * (MAX_CHARACTERS + 1),
            f"the file has {MAX_CHARACTERS + 1:,} characters; the limit is {MAX_CHARACTERS:,}",
        ),
        ("a: \x07", "the character U+0007 cannot stand in YAML"),
    ],
)
def test_machinery_is_refused_by_name(text: str, message: str) -> None:
    assert message in messages(text)


@pytest.mark.parametrize("text", ["a: b: c", "a: [1", "\tb: 1", "a: 'open", "%YAML", "? a\n: b\nc"])
def test_what_is_not_yaml_is_told_with_its_place(text: str) -> None:
    (problem,) = read(text, "x.yaml").problems
    assert problem.message.startswith("this is not valid YAML")
    assert problem.line >= 1
    assert problem.column >= 1


@fewer
@given(
    st.text(alphabet=st.sampled_from("ab:-?[]{}&*!<|>'\"#%@`,~ \n\t\\019.é\u2028\x85\ufeff"), max_size=60) | st.text()
)
def test_no_text_can_break_the_reader(text: str) -> None:
    document = read(text, "x.yaml")
    assert all(problem.line >= 1 and problem.column >= 1 and problem.mend for problem in document.problems)
