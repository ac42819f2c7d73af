"""Places that attacks only pass through: "routed through servers in Ghana" hits nobody there."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.words.tokens import Token

__all__ = ["relayed"]

ROUTING = frozenset(
    ("route", "routes", "routed", "routing", "relay", "relays", "relayed", "relaying", "bounce", "bounces", "bounced",
     "bouncing", "channel", "channelled", "channeled", "funnelled", "funneled", "proxied", "passed", "masked",
     "laundered", "tunnelled", "tunneled", "redirected")
)  # fmt: skip
BY_WAY = frozenset(("through", "via", "over"))
ENDS = frozenset((".", ";", "which", "that", "who", "to", "making", "compromising", "hit", "hitting"))
REACH = 5  # tokens between "routed" and "through"


def relayed(tokens: Sequence[Token]) -> set[int]:
    """The tokens from "through" to the end of its clause."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token.lower not in ROUTING:
            continue
        first = next((n for n in range(at + 1, min(len(tokens), at + REACH)) if tokens[n].lower in BY_WAY), None)
        if first is None:
            continue
        last = next((n for n in range(first, len(tokens)) if tokens[n].lower in ENDS), len(tokens))
        found.update(range(first, last))
    return found
