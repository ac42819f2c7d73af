"""Figures of one operation share where it comes from and goes: servers and what they control, hosts and their pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from crosscount.claims.counted.roles import ORIGIN_SIDE
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Reading
from crosscount.claims.words.lexicon import is_country
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["join"]

CHAINS = (
    frozenset(("c2", "victim_host")),
    frozenset(("phish_host", "phish_page", "phish_event")),
    frozenset(("backdoor_ip", "backdoored_site", "attack_event")),
    frozenset(("attack_ip", "attack_event")),
)
KNOWN = frozenset(("host", "server", "ip", "site", "page", "event", "backdoor"))
PRONOUNS = frozenset(("they", "these", "those", "it", "them"))
CLAUSES = frozenset(";；")
BESIDE = 3  # tokens between a part and the machines that it comes from
LIST = 6  # tokens between two numbers of a list
SOURCES = frozenset(("source", "origin", "home"))
AIMING = frozenset(
    ("targeting", "targeted", "target", "targets", "against", "imitating", "counterfeiting", "spoofing", "phished")
)


def join(reading: Reading, drafts: Sequence[Draft], earlier: Sequence[Draft]) -> None:
    """Give each figure the origin and target that the others of its operation have, where it has none.

    `earlier`: figures of the sentence before, of which this one goes on to speak if it says "they" or "these".
    """
    told = [draft for draft in earlier if draft.kind is ClaimKind.COUNT] if _points_back(reading) else []
    counts = [draft for draft in drafts if draft.kind is ClaimKind.COUNT]
    aimed = _aimed(reading)
    _alike(counts)
    _carry(reading, counts)
    groups = [*_clauses(reading, counts, narrow=True), *([*told, *part] for part in _clauses(reading, counts))]
    for group in [*groups, counts if _each_once(counts) else []]:
        for chain in CHAINS:
            members = [draft for draft in group if draft.role in chain]
            if len({draft.role for draft in members}) > 1:
                _pair(reading, members)
                _aim(members, aimed)
                _share(members)
                _share(members)  # what was filled goes on to the next


def _pair(reading: Reading, members: Sequence[Draft]) -> None:
    """ "61 Pakistani and 12 Chinese addresses hit 230 and 40 sites": the first of one list and of the other."""
    half = len(members) // 2
    first, second = members[:half], members[half:]
    lists = [{each.role for each in part} for part in (first, second)]
    joined = all(_listed(reading, one, other) for one, other in (*pairwise(first), *pairwise(second)))
    if half < 2 or len(second) != half or not joined or max(map(len, lists)) > 1 or lists[0] == lists[1]:
        return
    for one, other in zip(first, second, strict=True):
        sender, hit = (one, other) if one.role in ORIGIN_SIDE else (other, one)
        hit.origin = sender.origin or hit.origin
        sender.target = hit.target or sender.target


def _listed(reading: Reading, one: Draft, other: Draft) -> bool:
    """Whether a comma or "and" joins two numbers, with no verb between."""
    between = range(one.quantity.last, other.quantity.first)
    if len(between) > LIST or any(mark.first in between for mark in (*reading.actives, *reading.plains)):
        return False
    return bool({"and", ",", "和", "、"} & {reading.lower(at) for at in between})


def _carry(reading: Reading, counts: Sequence[Draft]) -> None:
    """ "The US was the source of 2,077 servers; of 135 hosts; and of 2,016 addresses": said of each."""
    for at, token in enumerate(reading.tokens):
        again = reading.lower(at + 1 + (reading.lower(at + 1) == "and"))
        have = bool(reading.places) and reading.places[0].first == 0 and reading.tokens[0].sort == "han"
        goes_on = again == "of" or (have and reading.lower(reading.places[0].last) == "有")
        if token.text not in CLAUSES or not goes_on:
            continue
        origins = {draft.origin for draft in counts if draft.quantity.first < at}
        after = [draft for draft in counts if draft.quantity.first > at and draft.origin is None]
        said = have or {reading.lower(n) for n in range(at)} & SOURCES
        for draft in after if len(origins) == 1 and said else ():
            draft.origin = next(iter(origins))


def _alike(counts: Sequence[Draft]) -> None:
    """Give both of "220 Vietnamese and 51 Philippine sites" what is said of the noun that they share."""
    for one, other in pairwise(counts):
        if one.phrase is None or other.phrase is None or one.phrase is other.phrase or one.role != other.role:
            continue
        if one.phrase.head == other.phrase.head:
            one.origin, one.target = one.origin or other.origin, one.target or other.target


def _aimed(reading: Reading) -> str | None:
    """The one place that a sentence says something is aimed at: "they were aimed at Chinese websites"."""
    found: set[str] = set()
    if reading.lower(1) == ":" and reading.places and reading.places[0].first == 0:
        found.add(reading.places[0].value)  # "Norway: 17 servers in Sweden controlled 900 hosts"
    for phrase in reading.phrases:
        at = phrase.first - 1
        at -= reading.lower(at) == "the"
        before = {reading.lower(at), reading.lower(phrase.first)}
        aimed = reading.lower(at) == "at" and reading.lower(at - 1) in {"aimed", "directed"}
        phished = reading.lower(at) == "for" and reading.lower(at - 1) in {"phished", "phishing"}
        if before & AIMING or aimed or phished:
            found.update(code for code in phrase.places if is_country(code))
    return found.pop() if len(found) == 1 else None


def _aim(members: Sequence[Draft], target: str | None) -> None:
    """Give figures of one operation the target that the sentence names, where none of them has one."""
    if target is None or any(each.target not in (None, WORLD) or each.origin == target for each in members):
        return
    for each in members:
        each.target = target


def _each_once(counts: Sequence[Draft]) -> bool:
    """Whether a sentence counts nothing twice, so that all of it is of one operation."""
    roles = [draft.role for draft in counts]
    return len(roles) == len({*roles})


def _points_back(reading: Reading) -> bool:
    """Whether a sentence goes on to speak of what the one before counted: "they", "the pages"."""
    opening = reading.phrases[0] if reading.phrases and reading.lower(0) == "the" else None
    if opening is not None and opening.first == 1 and opening.sort in KNOWN and not opening.places + opening.counted:
        return True
    return bool(PRONOUNS & {reading.lower(0), reading.lower(1)}) or any(
        reading.lower(at) in {"them", "they"} for at in range(len(reading.tokens))
    )


def _clauses(reading: Reading, counts: Sequence[Draft], *, narrow: bool = False) -> Iterator[list[Draft]]:
    """The counts between semicolons; unless `narrow`, with those that "they" goes on to speak of."""
    ends = [at for at, token in enumerate(reading.tokens) if token.text in CLAUSES]
    back = PRONOUNS | {"of", "together"}  # "; they controlled"
    ends = [at for at in ends if narrow or reading.lower(at + 1) not in back]
    for first, last in zip([-1, *ends], [*ends, len(reading.tokens)], strict=True):
        clause = [draft for draft in counts if first < draft.quantity.first < last]
        if clause:
            yield clause


def _share(members: Sequence[Draft]) -> None:
    """Fill in what a member lacks from the nearest member of another role that is nearest to it as well."""
    for draft in members:
        others = [each for each in members if each.role != draft.role and _nearest(each, draft, members)]
        part = draft.base is not None and draft.base.role == draft.role
        ahead = members[: members.index(draft)]  # "900 attacks. They used 700 addresses, 310 of them in Peru"
        senders = [each for each in others if each in ahead or not _part(each)]
        lacks = draft.origin is None if not part else draft.origin == "XX" or _beside(draft, senders)
        if lacks:
            origins = {each.origin for each in senders if each.origin not in (None, "XX", WORLD, draft.target)}
            draft.origin = origins.pop() if len(origins) == 1 else draft.origin
        if draft.target in (None, WORLD, "XX"):
            targets = {each.target for each in others if each.target not in (None, WORLD, "XX", draft.origin)}
            draft.target = targets.pop() if len(targets) == 1 else draft.target


def _part(draft: Draft) -> bool:
    """Whether it is a part of another that counts the same."""
    return draft.base is not None and draft.base.role == draft.role


def _beside(draft: Draft, others: Sequence[Draft]) -> bool:
    """Whether a part stands right beside whoever is behind it: "of which 930 came from 95 addresses"."""
    return draft.origin is None and any(0 < each.quantity.first - draft.quantity.last <= BESIDE for each in others)


def _nearest(one: Draft, other: Draft, members: Sequence[Draft]) -> bool:
    """Whether no member of the role of `other` stands nearer to `one`."""
    alike = [each for each in members if each.role == other.role]
    order = list(members)
    return min(alike, key=lambda each: abs(order.index(each) - order.index(one))) is other
