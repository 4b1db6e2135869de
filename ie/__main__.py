"""``python -m ie``."""

from __future__ import annotations

from ie.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
