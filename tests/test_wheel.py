"""The wheel, built and installed as users get it: what it holds, and that it does the same as the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from ie import __version__

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "zelensky-turkey-trip.txt"
LEXICONS = "rules/base/lexicons"

Installed = Callable[..., bytes]


def execute(*command: str | Path, cwd: Path, fine: tuple[int, ...] = (0,), **environment: str) -> bytes:
    """Standard output of a command, which must end with a status that is fine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**kept, "PYTHONUTF8": "1", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=600,
    )
    if done.returncode not in fine:
        said = (done.stdout + done.stderr).decode(errors="replace")
        pytest.fail(f"{' '.join(map(str, command))} ended with {done.returncode}\n{said}", pytrace=False)
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the hatchling that is installed, or else with one that `build` fetches."""
    folder = tmp_path_factory.mktemp("dist")
    how = ["--no-isolation"] if find_spec("hatchling") else []
    execute(sys.executable, "-m", "build", "--wheel", *how, "--outdir", folder, ROOT, cwd=folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands stand in an environment that holds the wheel and what it depends on, nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    execute(commands / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return commands


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Empty at first: the installed program brings its rules along compiled."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def installed(scripts: Path, cache: Path, tmp_path: Path) -> Installed:
    """Run a command of the installation in an empty folder."""

    def run(command: str, *arguments: str | Path, fine: tuple[int, ...] = (0,)) -> bytes:
        return execute(scripts / command, *arguments, cwd=tmp_path, fine=fine, IE_CACHE=str(cache))

    return run


def files(folder: str) -> Iterator[str]:
    """All files of a folder of the checkout, as seen from the top level."""
    for path in (ROOT / folder).rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(ROOT).as_posix()


def test_content(wheel: Path) -> None:
    data = [*files("grammars"), *files("rules")]
    used = [one for one in data if not one.startswith((f"{LEXICONS}/curated/", f"{LEXICONS}/generate.py"))]
    compiled = [f"compiled/shipped.{kind}" for kind in ("blocks", "code", "json")]
    expected = {*files("ie"), *(f"ie/_data/{one}" for one in [*used, *compiled])}
    assert {"ie/py.typed", "ie/_data/grammars/rules.lark", "ie/_data/rules/diplomacy/visits.ie"} <= expected
    with ZipFile(wheel) as content:
        assert {one for one in content.namelist() if ".dist-info/" not in one} == expected


def test_notices_of_all_licences(wheel: Path) -> None:
    with ZipFile(wheel) as content:
        for notice in ("LICENSE", f"{LEXICONS}/SOURCES.md"):
            kept = f"ie_rules-{__version__}.dist-info/licenses/{notice}"
            assert content.read(kept) == (ROOT / notice).read_bytes()


def test_run_gives_the_same_as_the_checkout(installed: Installed, cache: Path) -> None:
    assert not any(cache.iterdir())
    records = installed("ie", "run", SEED)
    assert any(cache.iterdir())
    assert b"type: Visit" in records
    assert not any(cache.glob("*.json")), "the installed program compiled its rules again"
    assert records == execute(sys.executable, "-m", "ie", "run", SEED, cwd=ROOT)


def test_version(installed: Installed) -> None:
    assert installed("ie", "--version").decode().split() == ["ie", __version__]
    assert installed("python", "-m", "ie", "--version") == installed("ie", "--version")


def test_check(installed: Installed) -> None:
    """Warnings, status 1, are a matter of the rules; the installation must find just those of the checkout."""
    counts = installed("ie", "check", fine=(0, 1))
    assert counts.startswith(b"0 errors")
    assert counts == execute(sys.executable, "-m", "ie", "check", cwd=ROOT, fine=(0, 1))


def test_new_pack(installed: Installed) -> None:
    installed("ie", "new", "demo")
    assert b" 0 failed" in installed("ie", "test", "demo")
