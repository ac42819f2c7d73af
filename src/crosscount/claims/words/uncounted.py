"""Numbers that count nothing: of an issue, the hour of the day, a size from which on something is counted."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.words.tokens import Token

__all__ = ["uncounted"]

OWNING = {"the", "its", "their", "our", "'s", "s"}
SIZES = tuple(f"规模{word}" for word in ("在", "超", "超过", "达", "达到", "大于", "为"))


def uncounted(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number at that token is a name, an hour or a size, and no number of anything."""
    return any(each(tokens, at) for each in (_issue, _measure, _titled, _clock))


def _issue(tokens: Sequence[Token], at: int) -> bool:
    """第6期: the number of an issue."""
    return 0 < at < len(tokens) - 1 and tokens[at - 1].text == "第" and tokens[at + 1].text[:1] in "期号届"


def _measure(tokens: Sequence[Token], at: int) -> bool:
    """节点在100个以上: the size from which something is counted."""
    before = "".join(token.text for token in tokens[max(0, at - 5) : at]) if tokens[at].sort == "number" else ""
    return before.endswith(SIZES)


def _titled(tokens: Sequence[Token], at: int) -> bool:
    """ "Their 2008 Computer Virus Report": the year of a name."""
    here = tokens[at].text
    year = here.isdigit() and len(here) == len("2008") and here[:2] in ("19", "20")
    named = year and at + 2 < len(tokens) and all(token.text[:1].isupper() for token in tokens[at + 1 : at + 3])
    return named and at > 0 and tokens[at - 1].lower in OWNING


def _clock(tokens: Sequence[Token], at: int) -> bool:
    """ "14:00": hour and minute."""
    near = tokens[max(0, at - 2) : at + 3]
    pairs = zip(near, near[1:], near[2:], strict=False)
    return any(
        mark.text == ":" and tokens[at] in (hour, minute) and minute.glued and mark.glued and len(minute.text) == 2
        for hour, mark, minute in pairs
        if hour.text.isdigit() and minute.text.isdigit()
    )
