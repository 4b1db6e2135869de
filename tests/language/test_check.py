"""What checking makes of rules that are right. What it says of wrong ones stands in ``cases/``."""

from __future__ import annotations

from pathlib import Path

import pytest

from ie import resources
from ie.compiler.compile import compile_rules
from ie.diagnostics import RuleError
from ie.language import tree
from ie.language.check import check
from ie.language.checked import CheckedRules
from ie.language.items import walk
from ie.language.load import load

FIXTURES = Path(__file__).parent / "fixtures"


def checked(folder: Path, **files: str) -> CheckedRules:
    """Write rule files, the last one the one that is asked for, and check them."""
    for name, text in files.items():
        path = folder.joinpath(*name.split("__")).with_suffix(".ie")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return check(load([path]))


def codes(folder: Path, **files: str) -> list[str]:
    with pytest.raises(RuleError) as caught:
        checked(folder, **files)
    return [one.code for one in caught.value.diagnostics]


def test_a_file_with_everything_is_right() -> None:
    rules = check(load([FIXTURES / "everything.ie"]))
    assert [rule.name for rule in rules.rules] == [
        f"everything.{name}" for name in ("named", "they", "league", "goes", "purpose", "said", "inside")
    ]
    assert not rules.unused
    assert compile_rules(rules).records["Visit"].labels == {"cameo": "042"}


def test_the_rules_that_come_with_ie_are_right() -> None:
    assert check(load([resources.folder("rules")])).rules


def test_names_are_resolved_to_what_they_stand_for(tmp_path: Path) -> None:
    rules = checked(
        tmp_path,
        lists='words go = "visit", "tour"',
        main='use lists\nentity A\npattern off = "set off" | go\nrule r -> A\n    match  "to" off\n',
    )
    found = [item.text for item in walk(rules.rules[0].matches[0]) if isinstance(item, tree.Literal)]
    assert found == ["to", "set off", "visit", "tour"]


def test_own_names_win_over_used_ones_and_near_files_over_far_ones(tmp_path: Path) -> None:
    rules = checked(
        tmp_path,
        far='words one = "far"\nwords two = "far"\nwords three = "far"',
        near='use far\nwords one = "near"\nwords two = "near"',
        main='use near\nwords one = "own"\nentity A\nrule r -> A\n    match  one two three\n',
    )
    found = [item.text for item in walk(rules.rules[0].matches[0]) if isinstance(item, tree.Literal)]
    assert found == ["own", "near", "far"]


def test_a_name_is_not_seen_through_a_file_that_does_not_use_it(tmp_path: Path) -> None:
    files = {"lists": 'words go = "visit"', "other": 'entity A\nrule r -> A\n    match  go "x"\n'}
    assert codes(tmp_path, **files, main="use lists\nuse other") == ["unknown-name"]


def test_files_may_use_each_other_and_whole_folders(tmp_path: Path) -> None:
    rules = checked(
        tmp_path,
        pack__a='use main\nwords go = "visit"',
        pack__b="entity A",
        main="use pack\nrule r -> A\n    match  go\n",
    )
    assert [rule.name for rule in rules.rules] == ["main.r"]


def test_types_are_made_after_those_that_their_rules_match(tmp_path: Path) -> None:
    rules = checked(
        tmp_path,
        main="""
entity A
entity B
entity C is B
rule a -> A match "a" B
rule b -> B match "b"
rule c -> C match "c" "d"
""",
    )
    assert rules.layers.index("A") > max(rules.layers.index("B"), rules.layers.index("C"))


def test_roles_are_inherited_and_every_record_is_a_record(tmp_path: Path) -> None:
    rules = checked(
        tmp_path,
        main="""
record Record
    status  planned | held = held
record Event
    place  Text
record Visit is Event
    status  planned | cancelled = planned
""",
    )
    visit = rules.records["Visit"]
    assert visit.lineage == ("Visit", "Event", "Record")
    assert {role.name: role.values for role in visit.roles} == {"status": ("planned", "cancelled"), "place": ()}


def test_columns_of_a_lexicon_are_attributes(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("name,aliases,country\nRome,Roma,Italy\n", encoding="utf-8")
    rules = checked(tmp_path, main='entity City\nlexicon City from "c.csv"')
    assert rules.entities["City"].attributes == ("name", "country")


def test_a_kind_of_a_type_fills_its_role(tmp_path: Path) -> None:
    types = "entity Place\nentity City is Place\nentity Person\nrecord Visit\n    to  {}\n"
    rule = 'rule r -> Visit\n    match  "to" to:({})\n'
    assert checked(tmp_path, main=types.format("Place") + rule.format("City"))
    assert checked(tmp_path, main=types.format("Text") + rule.format('City "centre"'))
    assert checked(tmp_path, main=types.format("Place") + rule.format("before City Place | City{2}"))
    assert codes(tmp_path, main=types.format("City") + rule.format("Place")) == ["wrong-type"]
    assert codes(tmp_path, main=types.format("City") + rule.format("Person | City")) == ["wrong-type"]


def test_mistakes_of_all_files_come_together(tmp_path: Path) -> None:
    found = codes(tmp_path, a="entity a", b='use x\nwords w = ""', main="use a\nuse b\nentity A is B\n")
    assert found == ["syntax", "unknown-file", "empty-literal", "unknown-type"]


def test_a_chain_of_patterns_has_an_end(tmp_path: Path) -> None:
    chain = "\n".join(f'pattern p{n} = "a" (p{n + 1} | "b")' for n in range(400)) + '\npattern p400 = "z"'
    assert set(codes(tmp_path, main=chain)) == {"too-large"}
    backward = "\n".join(reversed(chain.split("\n")))
    assert set(codes(tmp_path, main=backward)) == {"too-large"}


def test_patterns_that_double_do_not_fill_the_memory(tmp_path: Path) -> None:
    doubling = "\n".join(f"pattern p{n} = p{n + 1} p{n + 1}" for n in range(60)) + '\npattern p60 = "z"'
    assert "too-large" in codes(tmp_path, main=doubling)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "../" * 100 + "x", "/etc/passwd", "."])
def test_names_of_files_that_cannot_be(tmp_path: Path, name: str) -> None:
    found = codes(tmp_path, main=f'entity A\nlexicon A from "{name}"\nwords w from "{name}"')
    assert set(found) <= {"bad-lexicon", "outside-roots", "missing-lexicon"}
    assert codes(tmp_path, main=f"use {'x' * 300}") == ["unknown-file"]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "visits.ie").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for path, hint in (("visit.ie", "did you mean 'visits.ie'?"), ("empty", "the folder holds no .ie file")):
        [problem] = load([tmp_path / path]).problems
        assert (problem.code, problem.help) == ("unknown-file", hint)
