"""docs/first-pack.md, followed to the letter: what it says to save is saved, and its commands print what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from .conftest import Ie

PAGE = (Path(__file__).parents[2] / "docs" / "first-pack.md").read_text(encoding="utf-8")


def save(folder: Path, block: str) -> None:
    """What the page says to do with a block that is no session."""
    rules = folder / "ports" / "calls.ie"
    if block.startswith("use base"):
        rules.write_text(block, encoding="utf-8")
    elif block.startswith("---"):
        (folder / "ports" / "articles" / "rotterdam.txt").write_text(block, encoding="utf-8")
    elif block.startswith("name,"):
        (folder / "ports" / "ships.csv").write_text(block, encoding="utf-8")
    else:
        text = rules.read_text(encoding="utf-8")
        if block.startswith("    match"):
            text = re.sub(r" *match  ship:.*\n", lambda _: block, text)
        else:
            text += block if block.startswith("    test") else "\n" + block
        rules.write_text(text, encoding="utf-8")


def add_the_role(folder: Path) -> None:
    """What the page says in words."""
    rules = folder / "ports" / "calls.ie"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("City  required\n", "City  required\n    cargo Text\n"), encoding="utf-8")


def is_shown(printed: str, shown: str) -> bool:
    """Whether what is shown, but for what it leaves out, is what was printed."""
    parts = re.split(r" *…\n", shown)
    pattern = "(?s:.*)".join(re.escape(part) for part in parts)
    return re.fullmatch(pattern, printed) is not None


def test_the_page(ie: Ie, tmp_path: Path) -> None:
    (tmp_path / "ports" / "articles").mkdir(parents=True)
    commands = 0
    for session, block in re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL):
        if not session:
            save(tmp_path, block)
            continue
        for typed in re.split(r"(?m)^\$ ", block)[1:]:
            command, _, shown = typed.partition("\n")
            if command.startswith("ie "):
                done = ie(*shlex.split(command)[1:])
                assert is_shown(done.stderr + done.stdout, shown), f"{command}\n{done.stderr}{done.stdout}"
                commands += 1
        if "has no role 'cargo'" in block:
            add_the_role(tmp_path)
    assert commands > 12
