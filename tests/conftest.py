"""One cache of compiled rules for the whole run, and never the user's."""

from __future__ import annotations

from tempfile import TemporaryDirectory

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Before anything is collected: some tests are collected out of compiled rules."""
    folder = TemporaryDirectory(prefix="ie-cache-", ignore_cleanup_errors=True)
    environment = pytest.MonkeyPatch()
    environment.setenv("IE_CACHE", folder.name)
    config.add_cleanup(folder.cleanup)
    config.add_cleanup(environment.undo)
