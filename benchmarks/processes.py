"""What measures in a process of its own: environments of the engines, engines that wait for orders, commands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

ENVIRONMENTS = {
    "ie": [],
    "spacy": ["spacy==3.8.18"],
    "regex": ["regex==2026.11.15"],
    "re2": ["google-re2==1.1.20251105"],
    "rita": ["rita-dsl==0.8.0"],
    "hyperscan": ["hyperscan==0.9.1"],
    "ahocorasick": ["ahocorasick-rs==1.0.3"],
    "chart": ["matplotlib==3.11.2"],
}


def environment(cache: Path, name: str, *, renew: bool = True) -> str | None:
    """The Python of an engine's environment, made if it is not there; None where it cannot be installed.

    Ours is made of the checkout as it stands now, unless it is not to be made anew.
    """
    home = cache / name
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = ENVIRONMENTS[name]
    done = home / "installed.json"
    is_new = not done.exists()
    if not done.exists() or json.loads(done.read_text(encoding="utf-8")) != wanted:
        shutil.rmtree(home, ignore_errors=True)
        print(f"making the environment {name} ...", file=sys.stderr)
        venv.create(home, with_pip=True)
        if wanted and not _pip(python, *wanted):
            print(f"{name} cannot be installed and is left out", file=sys.stderr)
            return None
        done.write_text(json.dumps(wanted), encoding="utf-8")
    if name == "ie" and (renew or is_new):
        _pip(python, str(ROOT)) and _pip(python, "--force-reinstall", "--no-deps", str(ROOT))
    return str(python)


def _pip(python: Path, *what: str) -> bool:
    """Install; whether it went well."""
    return subprocess.run([python, "-m", "pip", "install", "--quiet", *what], check=False).returncode == 0


class Engine:
    """An engine in a process of its own, which waits for orders."""

    def __init__(self, name: str, python: str, folder: Path) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [python, HERE / "engines.py", name, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "IE_CACHE": str(folder / "cache"), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        self.ready = self._answer()

    def order(self, do: str, file: Path, share: float = 1) -> Any:
        """Do it on the articles of a file, or on the first of them."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, "file": str(file), "share": share}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"the engine {self.name} has ended; what it said stands above")
        return json.loads(line)

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def cost(command: list[str], folder: Path, cache: Path) -> float:
    """CPU seconds of a command."""
    environment_ = {**os.environ, "IE_CACHE": str(cache)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder, env=environment_)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed: {' '.join(command)}")
    return used.ru_utime + used.ru_stime


def cold_and_warm(name: str, python: str, folder: Path, times: int) -> tuple[Engine, list[Engine]]:
    """An engine that had to build its rules, and some started after it, of which the first still runs."""
    cold = Engine(name, python, folder)
    cold.close()
    warm = [Engine(name, python, folder) for _ in range(times)]
    for one in warm[1:]:
        one.close()
    return cold, warm
