"""Whether "most", "the bulk of" or "the majority" says more than half of what is counted."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.words.lexicon import Mark
from crosscount.claims.words.tokens import Token

__all__ = ["more_than_half"]

COUNTED = {"attacks", "cyberattacks", "incidents", "cases", "infections", "intrusions", "attempts", "breaches"}
SENT = {"originating", "originated", "originate", "coming", "stemmed", "stemming", "emanated",
        "emanating", "launched", "sent", "traced"}  # fmt: skip
HAVING = {"had", "has", "have", "saw", "sees", "suffered", "suffers", "received", "recorded", "with", "hosts", "hosted",
          "faced", "experienced", "reported"}  # fmt: skip
BEING = frozenset(("were", "are", "had", "have", "came", "hit", "went"))
ALONE = frozenset(("most", "the majority", "a majority", "the bulk"))  # with no "of"
TOLD = 14  # tokens from "of the 360 incidents, …" to "most"


def more_than_half(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether such a word at a mark is a share: "most of the attacks", not "Peru had most infections"."""
    at, value, last = mark.first, mark.value, mark.last
    before = tokens[at - 1].lower if at else ""
    after, then = ([token.lower for token in tokens[last : last + 2]] + ["", ""])[:2]
    counted = any(token.sort == "number" for token in tokens[:at])
    if value == "mostly" and not (counted and before == "," and after == "from"):
        return False  # but "900 attacks, mostly from Peru"
    heading = before in {"with", ",", ";", "", "and", "but", "while"}
    # "With most originating from Peru", "the majority came from Peru", "900 attacks, most from Peru".
    came = after in {"came", "come"} and then in {"from", "via", "through", "out"}
    sent = value in ALONE and heading and (came or after in SENT or (after == "from" and counted and before == ","))
    if value in ALONE - {"most"} and not sent:
        return False
    if value == "most" and before in HAVING and not sent:
        return False  # "Peru had most infections"
    alone = after != "of" and (after not in COUNTED or before in {"the", "its", "their"})
    if value == "most" and alone and not sent and not _of_those_told(tokens, at):
        return False
    if value == "most" and before == "in" and then == ",":
        return False  # "in most cases, such holes are harmless"
    return not (value == "most of" and before in {"about", "with", "on"})  # "was told about most of them"


def _of_those_told(tokens: Sequence[Token], at: int) -> bool:
    """ "Of the 360 incidents, most concerned banks", "of these, most were blocked"."""
    near = range(at - 1, max(-1, at - TOLD), -1)
    opens = next((n for n in near if tokens[n].lower in {"of", "among"}), at)
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if opens == at or tokens[at - 1].text != "," or not (after.endswith("ed") or after in BEING):
        return False
    whole = tokens[opens + 1].sort == "number" or tokens[opens + 1].lower in {"the", "these", "those", "them"}
    return whole and (opens == 0 or tokens[opens - 1].text in {";", ","})
