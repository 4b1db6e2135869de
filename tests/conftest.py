"""For all tests: one cache of compiled rules for the whole run, never the user's; no haste on slow machines."""

from __future__ import annotations

from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """Before anything is collected, as some tests are collected out of compiled rules."""
    folder = TemporaryDirectory(prefix="ie-cache-", ignore_cleanup_errors=True)
    environment = pytest.MonkeyPatch()
    environment.setenv("IE_CACHE", folder.name)
    config.add_cleanup(folder.cleanup)
    config.add_cleanup(environment.undo)
