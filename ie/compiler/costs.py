"""In how many ways an expression may try to read a sentence before it gives up.

An expression that can only try a few is run as it is; one that may try many is run against the clock, which costs more
than most expressions do themselves.
"""

from __future__ import annotations

from math import prod

from ie.language import tree

MOST = 10**9
"""More ways than this are not told apart."""
FEW = 5_000
"""At about a tenth of a microsecond each, half a millisecond."""
_LONG = 60
"""Times for which something without an upper bound is counted."""


def ways(item: tree.Item) -> int:
    """An upper bound of the ways in which a pattern can be read from one place, as far as it matters."""
    match item:
        case tree.Literal() | tree.TokenRegex() | tree.Boundary() | tree.This():
            return 1
        case tree.TypeName():
            return 2  # with the article and without
        case tree.Gap(low, high):
            return high - low + 1
        case tree.Rest():
            return _LONG
        case tree.Choice(options):
            return min(MOST, sum(map(ways, options)))
        case tree.Sequence(items):
            return min(MOST, prod(map(ways, items)))
        case tree.Repeat(inner, low, high):
            times = range(low, (low + _LONG if high is None else min(high, low + _LONG)) + 1)
            return min(MOST, sum(min(MOST, ways(inner) ** min(n, 64)) for n in times))
        case tree.Coordination(inner):
            return min(MOST, 20 * ways(inner) ** 2)
        case tree.Not():
            return 1
        case tree.Context() | tree.Capture():
            return ways(item.item)
        case tree.VerbGroup():
            return 4
    return MOST
