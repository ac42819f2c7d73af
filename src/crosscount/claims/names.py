"""Names of bodies and people that no dictionary holds, as the subject of a verb of speech."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from crosscount.claims.lexicon import Mark, data, lexicon
from crosscount.claims.tokens import Token

__all__ = ["NOT_NAMES", "Name", "name_after", "name_before"]

LONGEST = 12  # words of a name; of a longer one the last six are kept
HAN_BODIES = ("公司", "部", "局", "厅", "署", "院", "中心", "警方", "机构", "委员会", "协会", "政府", "实验室", "集团")
SMALL = frozenset(("of", "for", "and", "the", "on", "&", "to", "in"))
STOPS = frozenset(("*", "•", "·", "#", ".", ";", "。", '"', "”", "“", "(", ")", "：", "-", "–", "—"))
NOT_NAMES = frozenset(data("sources")["names"]["never"])
BETWEEN = frozenset(data("sources")["names"]["between"])


@dataclass(frozen=True, slots=True)
class Name:
    """A body or person as the text writes it, the country in the name, and its short form in brackets."""

    text: str
    home: str | None = None
    alias: str | None = None
    office: bool = False  # says what body it is, or of which
    person: bool = False  # "spokesman Geng", who speaks for the body named before


def name_before(tokens: Sequence[Token], verb: Mark, *, offices_only: bool) -> Name | None:
    """The name right before a verb, with its office: "Nikolai Murashov, deputy director of …"."""
    end = verb.first
    if end and tokens[end - 1].sort == "han":
        return _han_name(tokens, end)
    auxiliary = _inside(lexicon().marks(tokens, "auxiliary"))
    while end and (tokens[end - 1].lower in BETWEEN or end - 1 in auxiliary or tokens[end - 1].lower.endswith("ly")):
        end -= 1
    end = _parenthesis(tokens, end)
    if end and tokens[end - 1].lower in {"and", "but", "or"}:
        return None  # the subject is that of the verb before
    alias, end = _bracketed(tokens, end)
    end = _before_clause(tokens, end)
    start = end
    while (
        start > 0
        and end - start < 16
        and tokens[start - 1].text not in STOPS
        and tokens[start - 1].sort != "number"
        and not (tokens[start - 1].text in {",", ":"} and _new_name(tokens, start))
        and start - 1 not in auxiliary
    ):
        start -= 1
    name = _named(tokens, start, end, alias, offices_only=offices_only)
    if name is not None and not name.office and start > 1 and tokens[start - 1].text == ",":
        office = _named(tokens, _segment(tokens, start - 1), start - 1, None, offices_only=True)
        if office is None and _titled(tokens, start - 1):  # "its head, Liudas Alisauskas, said"
            return replace(name, person=True)
        if office is not None and office.office:  # "the head of its Department of Cyber Security, Jyan, said"
            return replace(office, text=f"{office.text} {name.text}")
    return name


def _han_name(tokens: Sequence[Token], end: int) -> Name | None:
    """A body in Chinese before a verb, behind 据 or a mark: 据台湾资安公司统计, 日本警察厅称."""
    start = end
    while start and end - start < 12 and tokens[start - 1].sort == "han" and tokens[start - 1].text != "据":
        start -= 1
    text = "".join(token.text for token in tokens[start:end])
    if not text.endswith(HAN_BODIES) or len(text) < 3:
        return None
    homes = [m.value for m in lexicon().marks(tokens, "place") if start <= m.first < end and len(m.value) == 2]
    return Name(text, homes[0] if homes and homes[0] not in ("XX", "WW") else None, office=True)


def _titled(tokens: Sequence[Token], end: int) -> bool:
    start = _segment(tokens, end)
    return any(start <= mark.first and mark.last <= end for mark in lexicon().marks(tokens, "persons"))


def _segment(tokens: Sequence[Token], end: int) -> int:
    start = end
    while (
        start
        and end - start < 12
        and tokens[start - 1].text not in STOPS | {","}
        and tokens[start - 1].sort != "number"
    ):
        start -= 1
    return start


def name_after(tokens: Sequence[Token], verb: Mark) -> Name | None:
    """The name right behind a verb of speech: "said Nikolai Murashov, deputy director of …"."""
    start = end = verb.last
    while end < len(tokens) and end - start < 16 and tokens[end].text not in STOPS and tokens[end].sort != "number":
        end += 1
    if start >= end:
        return None
    if not (tokens[start].text[:1].isupper() or _office_first(tokens, start, end)):
        return _capitalised(tokens, start, end)
    return _named(tokens, start, end, None, offices_only=True) or _capitalised(tokens, start, end)


def _named(tokens: Sequence[Token], start: int, end: int, alias: str | None, *, offices_only: bool) -> Name | None:
    known = lexicon()
    placed = known.marks(tokens, "place")
    places = _inside(placed)
    run = [at for at in range(start, end) if tokens[at].text[:1].isupper() and tokens[at].text not in NOT_NAMES]
    marks = [*known.marks(tokens, "institutions"), *known.marks(tokens, "persons")]
    offices = [mark.last - 1 for mark in marks if start <= mark.first and mark.last <= end]
    if not run and offices and end == offices[-1] + 1 and not alias:
        return _lower_case(tokens, start, end)
    if not run or (not set(run) - places and not offices):
        return None
    if offices_only and not offices and not alias and not _plain_name(tokens, run, start, end):
        return None
    first, last = run[0], max([run[-1], *[at for at in offices if at > run[0]]])
    if end - last > 6:
        return None
    words = [
        token.text
        for token in tokens[first : last + 1]
        if token.text[:1].isupper() or token.lower in SMALL or token.sort == "word"
    ]
    homes = [m.value for m in placed if first <= m.first <= last and len(m.value) == 2 and m.value not in ("XX", "WW")]
    text = " ".join(words) if len(words) <= LONGEST else " ".join(words[-6:])
    titled = any(mark.last == first for mark in known.marks(tokens, "persons"))
    return Name(
        f"{text} ({alias})" if alias else text, homes[0] if homes else None, alias, office=bool(offices), person=titled
    )


def _plain_name(tokens: Sequence[Token], run: Sequence[int], start: int, end: int) -> bool:
    """Whether what stands before "found" or "counted" can only be a name: "OpenDNS", "NTT's honeypots"."""
    known = lexicon()
    taken = {at for sort in ("head", "topic", "place") for at in _inside(known.marks(tokens, sort))}
    start += tokens[start].lower in {"the", "a", "an"}
    whole = run[0] == start and run[-1] - run[0] == len(run) - 1 and end - run[-1] <= 2
    return whole and len(run) <= 3 and not set(run) & taken


def _capitalised(tokens: Sequence[Token], start: int, end: int) -> Name | None:
    """ "The Civil Guard": capitalised words up to the next mark, none of them a place, a topic or a thing counted."""
    first = start + (tokens[start].lower in {"the", "a", "an"})
    last = first
    while last < end and tokens[last].text[:1].isupper() and tokens[last].text not in NOT_NAMES:
        last += 1
    known = lexicon()
    taken = {at for sort in ("head", "topic", "place") for at in _inside(known.marks(tokens, sort))}
    if not 0 < last - first <= 4 or last < end or set(range(first, last)) & taken:
        return None
    return Name(" ".join(token.text for token in tokens[first:last]))


def _lower_case(tokens: Sequence[Token], start: int, end: int) -> Name | None:
    """ "The communications commission": an office without a name of its own, but not "the office" alone."""
    articles = [at for at in range(start, end) if tokens[at].lower in {"the", "a", "an"}]
    words = [token.text for token in tokens[articles[-1] + 1 : end]] if articles else []
    return Name(" ".join(words)) if 2 <= len(words) <= 5 else None


def _before_clause(tokens: Sequence[Token], end: int) -> int:
    """Where ", which speaks Russian," begins, right before a verb."""
    if not end or tokens[end - 1].text != ",":
        return end
    clause = (at for at in range(end - 2, max(0, end - 24), -1) if tokens[at].lower in {"which", "who"})
    at = next(clause, None)
    return end if at is None or tokens[at - 1].text != "," else at - 1


def _parenthesis(tokens: Sequence[Token], end: int) -> int:
    """Where ", in its annual report," begins, right before a verb."""
    if not end or tokens[end - 1].text != ",":
        return end
    for at in range(end - 2, max(0, end - 12), -1):
        if tokens[at].text == ",":
            return at if tokens[at + 1].lower in {"in", "on", "at", "during", "after", "through"} else end
    return end


def _bracketed(tokens: Sequence[Token], end: int) -> tuple[str | None, int]:
    """The short form in brackets before a token, and where its bracket opens."""
    if end < 3 or tokens[end - 1].text != ")":
        return None, end
    for at in range(end - 2, max(-1, end - 6), -1):
        if tokens[at].text == "(":
            alias = " ".join(token.text for token in tokens[at + 1 : end - 1])
            return (alias if alias.isupper() else None), at
    return None, end


def _new_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name begins after a comma, rather than an office: "spokesman Geng", not "deputy director of"."""
    if tokens[at].text[:1].isupper() or tokens[at].lower in {"the", "a", "an"}:
        return True
    titles = [mark.last for mark in lexicon().marks(tokens, "persons") if mark.first == at]
    return any(last < len(tokens) and tokens[last].text[:1].isupper() for last in titles)


def _office_first(tokens: Sequence[Token], start: int, end: int) -> bool:
    marks = [*lexicon().marks(tokens, "institutions"), *lexicon().marks(tokens, "persons")]
    return tokens[start].lower in {"the", "a", "an"} and any(
        start < mark.first <= min(end, start + 5) for mark in marks
    )


def _inside(marks: Collection[Mark]) -> set[int]:
    return {at for mark in marks for at in range(mark.first, mark.last)}
