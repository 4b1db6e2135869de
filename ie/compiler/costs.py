"""In how many ways an expression may try to read a sentence before it gives up.

An expression that can only try a few is run as it is; one that may try many is run against the clock, which costs more
than most expressions do themselves.
"""

from __future__ import annotations

from math import prod

from ie.language import tree

MOST = 10**9
"""More ways than this are not told apart."""
FEW = 2_000
"""At some tenths of a microsecond each, about a millisecond."""
LONG = 60
"""Times for which something without an upper bound is counted."""


def ways(item: tree.Item) -> int:
    """About the most ways in which a pattern can be read from one place."""
    match item:
        case tree.Literal() | tree.TokenRegex() | tree.Boundary() | tree.This():
            return 1
        case tree.TypeName():
            return 2  # with the article and without
        case tree.Gap(low, high):
            return high - low + 1
        case tree.Rest():
            return LONG
        case tree.Choice(options):
            words = [one for one in options if isinstance(one, tree.Literal)]  # of which few stand in one place
            return min(
                MOST, min(2, len(words)) + sum(ways(one) for one in options if not isinstance(one, tree.Literal))
            )
        case tree.Sequence(items):
            return min(MOST, prod(map(ways, items)))
        case tree.Repeat(inner, low, high):
            times = range(low, (low + LONG if high is None else min(high, low + LONG)) + 1)
            return min(MOST, sum(min(MOST, int(ways(inner) ** min(n, 64))) for n in times))
        case tree.Coordination(inner):
            return min(MOST, 20 * ways(inner) ** 2)
        case tree.Not(inner) | tree.Context(inner):
            return _looks(inner)  # is passed in one way, but all ways may have to be tried to see that it is not
        case tree.Capture(_, inner):
            return ways(inner)
        case tree.VerbGroup():
            return 4
    return MOST


def _looks(item: tree.Item) -> int:
    """The same of what is only looked at; all single words and types in it are one class."""
    options = item.options if isinstance(item, tree.Choice) else (item,)
    simple = tree.Literal | tree.TypeName | tree.TokenRegex
    return max(1, min(MOST, sum(ways(one) for one in options if not isinstance(one, simple))))
