"""Rule-based information extraction: rules and news text in, YAML records with evidence out."""

from __future__ import annotations

__version__ = "0.1.0"
