"""Packs the built-in rules into the wheel as they are compiled, so that the first command need not compile them."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface[Any]):
    """Compiles the rules of the tree that is being built, with all their expressions."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files of the compiled rules to the wheel. An editable installation compiles its own."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from ie import api, cache
        from ie.compiler.compile import compile_files
        from ie.engine.expressions import Expressions

        home = Path(mkdtemp(prefix="ie-compiled-"))
        paths = [api.default_rules()]
        ruleset, files = compile_files(paths)
        cache.write(home, cache.SHIPPED, paths, ruleset, files)
        expressions = Expressions(ruleset, ruleset.code)
        expressions.compile_all()
        expressions.save()
        for file in home.iterdir():
            build_data["force_include"][str(file)] = f"ie/_data/compiled/{file.name}"
