"""Every code is raised somewhere, has a case if reading rules can give it, and stands in ``docs/errors.md``."""

from __future__ import annotations

import re
from pathlib import Path

from ie.diagnostics import CODES

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "language" / "cases"


def named_in(folder: Path) -> set[str]:
    """Codes that stand in the Python code of a folder, quoted."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    return {code for code in CODES if f'"{code}"' in text}


def test_every_code_is_raised_somewhere() -> None:
    raised = named_in(ROOT / "ie" / "language") | named_in(ROOT / "ie" / "workbench") | named_in(ROOT / "ie" / "cli")
    assert set(CODES) - raised == set()


def test_every_code_of_the_language_has_a_case() -> None:
    headers = "\n".join(
        path.read_bytes().decode("utf-8", "replace").partition("\n\n")[0] for path in CASES.rglob("*.ie")
    )
    shown = set(re.findall(r"(?:error|warning)\[([a-z-]+)\]", headers))
    assert named_in(ROOT / "ie" / "language") - shown == set()


def as_documented(text: str) -> str:
    """What stands in the table for a message: names are dots, and a bar is escaped."""
    return re.sub(r"\{\w+\}", "…", text).replace("{{", "{").replace("}}", "}").replace("|", r"\|")


def test_documentation_lists_every_code_with_its_message() -> None:
    about_rules = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8").partition("\n## About articles")[0]
    table = about_rules.partition("|---|")[2]
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in table.split("\n")[1:] if line]
    documented = {code.strip().strip("`"): [cell.strip() for cell in rest] for code, *rest in rows}
    assert list(documented) == list(CODES)
    for code, (message, hint) in CODES.items():
        for text, cell in ((message, documented[code][0]), (hint, documented[code][1])):
            assert cell
            if as_documented(text) != "…":  # else the message is another each time, and the table says what it is about
                assert cell == as_documented(text)
        assert documented[code][2], f"{code} has no example"
