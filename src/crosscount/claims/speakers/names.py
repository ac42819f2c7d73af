"""Names of bodies and people that no dictionary holds, as the subject of a verb of speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosscount.claims.sentences.reading import STOPS as FUNCTION
from crosscount.claims.speakers.runs import (
    ADJECTIVES,
    ARTICLES,
    GIVING,
    LINKS,
    LONGEST,
    NOT_NAMES,
    NOUNS,
    OWNERS,
    SMALL,
    Name,
    capitalised,
    end_of_name,
    is_capital,
    is_dot,
    named,
    of_name,
    short_form,
    titles_of,
    tokens_of,
)
from crosscount.claims.words.lexicon import Mark, data, is_country, lexicon
from crosscount.claims.words.tokens import Token

__all__ = ["BE", "heading", "holder", "name_after", "name_before", "passive"]

TAIL = 8  # tokens of "on the safety of trade" behind an office
PERSON = 2  # words of a name and surname
ASIDE = 30  # tokens of ", which …," between a subject and its verb
HAN_BODIES = ("公司", "部", "局", "厅", "署", "院", "中心", "警方", "机构", "委员会", "协会", "政府", "实验室", "集团")
STOPS = frozenset(("*", "•", "·", "#", ".", ";", "。", '"', "”", "“", "(", ")", "：", "-", "–", "—"))
PAPERS = frozenset(
    ("report", "study", "survey", "analysis", "statement", "release", "review", "research", "information")
)
ADJECTIVAL = frozenset(("annual", "latest", "new", "recent", "joint", "official", "weekly", "monthly", "quarterly"))
VERBS = ("auxiliary", "says", "finds", "plain")
BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))
RELATIVE = frozenset(("which", "who"))
# What opens ", in its annual report," between a subject and its verb.
OPENERS = RELATIVE | frozenset(
    ("whose", "in", "on", "at", "during", "after", "before", "through", "citing", "quoting", "speaking", "asked",
     "when", "while", "with", "drawing", "based", "under", "part", "known", "formerly", "like", "including", "together")
)  # fmt: skip
MONTHS = frozenset(
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December")
)  # fmt: skip
BETWEEN = frozenset(data("sources")["names"]["between"])


def passive(tokens: Sequence[Token], verb: Mark) -> bool:
    """Whether something is said of the subject, not by it: "is estimated", "self-reported"."""
    at = verb.first
    if at and tokens[at].glued and tokens[at - 1].sort == "word":
        return True
    while at and tokens[at - 1].lower.endswith("ly"):
        at -= 1
    return at > 0 and tokens[at - 1].lower in BE


def name_before(tokens: Sequence[Token], verb: Mark, *, offices_only: bool) -> Name | None:
    """The name right before a verb, with its office: "Nikolai Murashov, deputy director of …"."""
    end = verb.first
    if end and tokens[end - 1].sort == "han":
        return _han_name(tokens, end)
    auxiliary = tokens_of(lexicon().marks(tokens, "auxiliary"))
    relative = False
    while end and (
        tokens[end - 1].lower in BETWEEN
        or end - 1 in auxiliary
        or (tokens[end - 1].lower.endswith("ly") and not is_capital(tokens[end - 1]))
        or (tokens[end - 1].sort == "number" and end > 1 and tokens[end - 2].text in MONTHS)
        or tokens[end - 1].text in MONTHS
    ):
        relative |= tokens[end - 1].lower in RELATIVE
        end -= 1
    if end and relative and tokens[end - 1].text == ",":
        end -= 1  # "Mandiant, which found"
    elif end and tokens[end - 1].text == ",":
        opening = _opening(tokens, end)
        if opening is None:
            return _beside(tokens, end, offices_only=offices_only)
        end = opening
    if end and tokens[end - 1].lower in {"and", "but", "or"}:
        return None  # the subject is that of the verb before
    return _ending(tokens, end, offices_only=offices_only)


def _ending(tokens: Sequence[Token], end: int, *, offices_only: bool) -> Name | None:
    """The name that ends before a token."""
    alias, end = short_form(tokens, end)
    if end and tokens[end - 1].lower in PAPERS:
        return None  # "its Threat Report, which reveals"
    while end and tokens[end - 1].lower in NOUNS:  # "government data showed"
        end -= 1
    start = _start(tokens, end)
    return None if start is None else named(tokens, start, end, alias, offices_only=offices_only)


def _start(tokens: Sequence[Token], end: int) -> int | None:
    """Where the noun phrase that ends before a token begins: capitals, titles, and what is small between them."""
    titles = titles_of(tokens)
    verbs = tokens_of([mark for sort in VERBS for mark in lexicon().marks(tokens, sort)])
    places = tokens_of([mark for mark in lexicon().marks(tokens, "place") if is_capital(tokens[mark.first])])
    start: int | None = None
    at, adjectives = end, 0
    while at:
        token, word = tokens[at - 1], tokens[at - 1].lower
        if word in ARTICLES | OWNERS:
            inner = at > 1 and tokens[at - 2].lower in {"of", "for", "at"} and start is not None
            if not inner:
                return at if at < end else None
        elif of_name(tokens, at - 1, end) or at - 1 in titles | places:
            start, adjectives = at - 1, 0
        elif token.text == "&" or (word in SMALL and at < end) or is_dot(tokens, at - 1):
            adjectives = 0
        elif token.sort != "word" or word in FUNCTION or at - 1 in verbs or adjectives == ADJECTIVES:
            break
        else:
            adjectives += 1
        at -= 1
    return start


def _beside(tokens: Sequence[Token], end: int, *, offices_only: bool) -> Name | None:
    """ "Nikolai Murashov, deputy director of the Center, said" or "the head of the Center, Murashov, said"."""
    comma = next((at for at in range(end - 2, max(-1, end - 20), -1) if tokens[at].text == ","), None)
    if comma is None:
        return None
    if all(token.sort == "number" for token in tokens[comma + 1 : end - 1]):  # "Enright, 25, said"
        return _ending(tokens, comma, offices_only=offices_only)
    late = _ending(tokens, end - 1, offices_only=False)
    if late is None:
        return None
    early = _ending(tokens, comma, offices_only=False)
    if early is not None and not early.office and not of_name(tokens, comma - 1, comma):
        early = None  # "the agency's cyber arm, the Centre, said"
    if early is not None and early.office and late.office and tokens[comma + 1].lower in ARTICLES:
        return early  # "the Centre, a part of the Agency, said"
    if early is None or early.office == late.office:
        return None if offices_only and not late.office else late
    office, person = (early, late) if early.office else (late, early)
    if person is early and " " not in early.text and early.text.isupper():
        return early  # "ABC, the safety arm of music firm Lyra, said"
    return replace(office, text=f"{office.text} {person.text}", first=early.first)


def _opening(tokens: Sequence[Token], end: int) -> int | None:
    """Where ", which speaks Russian," or ", in its annual report," begins, right before a verb."""
    for at in range(end - 2, max(0, end - ASIDE), -1):
        if tokens[at].text in STOPS - {"(", ")"}:
            return None
        if tokens[at].text == "," and tokens[at + 1].lower in OPENERS:
            return at
        if tokens[at].text == "," and tokens[at + 1].lower == "of":
            # "The Agency, of which the Team is a part, said", but "Murashov, of the Security Service, gave".
            return at if tokens[at + 2].lower in {"which", "whom"} else None
    return None


def _han_name(tokens: Sequence[Token], end: int) -> Name | None:
    """A body in Chinese before a verb, behind 据 or a mark: 据台湾资安公司统计, 日本警察厅称."""
    start = end
    while start and end - start < 12 and tokens[start - 1].sort == "han" and tokens[start - 1].text != "据":
        start -= 1
    text = "".join(token.text for token in tokens[start:end])
    if not text.endswith(HAN_BODIES) or len(text) < 3:
        return None
    homes = (m.value for m in lexicon().marks(tokens, "place") if start <= m.first < end and is_country(m.value))
    return Name(text, next(homes, None), office=True, first=start)


def heading(tokens: Sequence[Token]) -> Name | None:
    """The body or the people at the head of a sentence: "Computer scientists at the University of Bari took over"."""
    start = int(tokens[0].lower in ARTICLES)
    placed = any(mark.first == 0 for mark in lexicon().marks(tokens, "place"))  # "New Zealand"
    if not start and not placed and tokens[0].text in NOT_NAMES:
        return None
    titles, auxiliary = titles_of(tokens), tokens_of(lexicon().marks(tokens, "auxiliary"))
    end = start
    while end < len(tokens) and end - start < LONGEST and end not in auxiliary:
        small = tokens[end].lower in SMALL | ARTICLES and tokens[end].lower != "and"
        if not (small or is_capital(tokens[end]) or end in titles):
            break
        end += 1
    verbs = {mark.first for sort in ("active", "plain", "finds", "says") for mark in lexicon().marks(tokens, sort)}
    close = next((at for at in range(end, min(len(tokens), end + 4)) if tokens[at].text == ")"), None)
    alias, after = None, end
    if close is not None and tokens[end].text == "(":  # "the Institute (MDI) used"
        alias, after = short_form(tokens, close + 1)[0], close + 1
    acts = after < len(tokens) and (after in auxiliary | verbs or tokens[after].lower.endswith("ed"))
    if not acts and tokens[min(after, len(tokens) - 1)].text != ",":
        return None
    return named(tokens, start, end, alias, offices_only=True) if titles & set(range(start, end)) else None


def holder(tokens: Sequence[Token]) -> Name | None:
    """The office of the person at the head of a sentence: "Ana Lund, an official with the Data Society,"."""
    comma = next((at for at, token in enumerate(tokens[:LONGEST]) if token.text == ","), 0)
    if not PERSON <= comma <= PERSON + 1 or not all(of_name(tokens, at, comma) for at in range(comma)):
        return None
    start = comma + 1 + (comma + 1 < len(tokens) and tokens[comma + 1].lower in ARTICLES)
    title = next((mark for mark in lexicon().marks(tokens, "persons") if start <= mark.first <= start + TAIL), None)
    if title is None:
        return None
    end = end_of_name(tokens, start)
    if end < len(tokens) and tokens[end].lower in LINKS:
        end = end_of_name(tokens, end + 1)
    return named(tokens, start, end, None, offices_only=True)


def name_after(tokens: Sequence[Token], verb: Mark) -> Name | None:
    """The name right behind a verb of speech: "said Nikolai Murashov, deputy director of …"."""
    start = _past_figures(tokens, verb.last)
    end = end_of_name(tokens, start)
    if {token.lower for token in tokens[verb.first : start]} & GIVING:  # "data submitted by the navy to the Senate"
        end = next((at for at in range(start, end) if tokens[at].lower == "to"), end)
    if start >= end or tokens[start].lower in SMALL or tokens[start].lower in {"one", "another"}:
        return None
    begin = start + (tokens[start].lower in ARTICLES | OWNERS)
    name = named(tokens, begin, end, None, offices_only=True) or capitalised(tokens, start, end)
    if name is not None and (name.person or not name.office) and end < len(tokens) and tokens[end].text == ",":
        last = end_of_name(tokens, end + 1)
        second = end + 1 + (last > end + 1 and tokens[end + 1].lower in ARTICLES | OWNERS)
        office = named(tokens, second, last, None, offices_only=True) if last > second else None
        short = " " not in name.text and name.text.isupper()  # "by ABC, the safety arm of Lyra"
        if office is not None and office.office and not short:
            body = _body_of(tokens, office, last)
            return replace(body, text=f"{body.text} {name.text}", first=name.first)
    comma = next((at for at in range(end, min(len(tokens) - 1, end + TAIL)) if tokens[at].sort != "word"), end)
    if name is not None and name.office and comma + 1 < len(tokens) and tokens[comma].text == ",":
        holder = capitalised(tokens, comma + 1, end_of_name(tokens, comma + 1))
        titled = any(0 <= mark.first - name.first <= 1 for mark in lexicon().marks(tokens, "persons"))
        if holder is not None and len(holder.text.split()) == PERSON and titled:
            return replace(name, text=f"{name.text} {holder.text}")  # "by the head of the Agency, Ana Lund"
    return name


def _body_of(tokens: Sequence[Token], office: Name, at: int) -> Name:
    """ "Rajesh Kumar, CEO, Indian Payments Council": the title with the body behind it."""
    begin = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].lower in ARTICLES)
    end = end_of_name(tokens, begin) if at < len(tokens) and tokens[at].text == "," else begin
    body = named(tokens, begin, end, None, offices_only=True) if end > begin and is_capital(tokens[begin]) else None
    if body is None or not body.office or body.person or not office.person:
        return office
    return replace(office, text=f"{body.text} {office.text}", home=body.home or office.home)


def _past_figures(tokens: Sequence[Token], start: int) -> int:
    """Behind "the data compiled by", "a report of"."""
    at = start + (start < len(tokens) and tokens[start].lower in ARTICLES)
    while at < len(tokens) and tokens[at].lower in ADJECTIVAL:
        at += 1
    if at >= len(tokens) or tokens[at].lower not in NOUNS | PAPERS:
        return start
    return next(
        (n + 1 for n in range(at + 1, min(len(tokens), at + 4)) if tokens[n].lower in {"by", "from", "of"}), start
    )
