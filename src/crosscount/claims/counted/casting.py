"""Which role a number has, its sentence and those before considered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crosscount.claims.answers import first_answer
from crosscount.claims.counted.candidate import Candidate
from crosscount.claims.counted.handled import HANDLED
from crosscount.claims.counted.likebefore import LIKE_BEFORE
from crosscount.claims.counted.parts import part_role
from crosscount.claims.counted.recasting import INFECTED, REVISIONS
from crosscount.claims.counted.roles import role_of
from crosscount.claims.counted.subjects import dropped_from
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.grammar import BARE_CASES, Draft
from crosscount.claims.sentences.reading import Reading
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.model.claim import ClaimKind

__all__ = ["cast", "near_topics"]

REACHED = frozenset(("to", "reaching", "totaling", "totalling", "hitting"))
TARGETS = frozenset(("target", "targets", "victim", "victims", "targeted"))
HIT = frozenset(("attacked", "affected", "infected", "hit", "threatened"))
SOURCES = frozenset(("source", "sources", "origin", "origins", "attacking", "attackers", "targeting"))
BEHIND = 9  # tokens behind a rank
CLAUSES = frozenset(";；。")


def near_topics(reading: Reading, draft: Draft) -> set[str]:
    """The topics of the clause of a number."""
    marks = [
        at for at, token in enumerate(reading.tokens) if token.text in CLAUSES or token.lower in {"while", "whereas"}
    ]
    marks += [at for at in range(1, len(reading.tokens)) if reading.words(at, at + 2) == "and that"]
    marks += [lead(reading.tokens, each) for each in reading.quantities if _opens_clause(reading, each)]
    marks += [lead(reading.tokens, each) for each in reading.quantities if _part_with_deed(reading, each)]
    first = max((at for at in marks if at < draft.quantity.first), default=-1)
    last = min((at for at in marks if at >= draft.quantity.last), default=len(reading.tokens))
    return {mark.value for mark in reading.topics if first < mark.first < last}


def _part_with_deed(reading: Reading, quantity: Quantity) -> bool:
    """ "Including 700 implanted with backdoors", "of which 700 were defaced": whether a part has a deed of its own."""
    opens = reading.words(lead(reading.tokens, quantity) - 1, quantity.first).split()[-2:]
    last = quantity.last + any(mark.first == quantity.last for mark in reading.auxiliaries)
    done = any(mark.first == last for mark in (*reading.actives, *reading.passives))
    return done and reading.lower(last).endswith("ed") and (opens[-1:] == ["including"] or opens == ["of", "which"])


def _opens_clause(reading: Reading, quantity: Quantity) -> bool:
    """ "900 sites were controlled and 40 were defaced", "and 40 defaced": whether a number has a passive of its own."""
    if reading.lower(lead(reading.tokens, quantity)) != "and":
        return False
    word = reading.lower(quantity.last)
    done = word.endswith("ed") and any(mark.first == quantity.last for mark in (*reading.actives, *reading.passives))
    return word in {"was", "were"} or done


def cast(
    reading: Reading,
    draft: Draft,
    done: Sequence[Deed],
    topics: Sequence[set[str]],
    known: Sequence[str],
    before: Sequence[Draft],
) -> str | None:
    """The role, or None where the number counts no threat. `topics`: of its clause, and of its sentence.

    `known`: topics of the sentences before, the nearest first; `before`: the numbers before.
    """
    if draft.kind is ClaimKind.RANK:
        return None if _of_targets(reading, draft) else "attack_source_rank"
    equal = _the_same(reading, draft, before)
    if equal is not None:
        draft.phrase, draft.base = equal.phrase, draft.base or equal
        return equal.role
    part = part_role(reading, draft, done)
    if part is not None:
        return part
    noun, base = draft.phrase, draft.base
    if noun is None or (base is not None and noun is base.phrase and base.role is not None):
        return base.role if base is not None else None
    clause, sentence = topics
    role = role_of(noun, done, sentence, known, clause)
    return _considered(Candidate(reading, draft, noun, done, clause, sentence, known, before, role))


def _of_targets(reading: Reading, draft: Draft) -> bool:
    """ "Ranked third among the targets of attacks": the place of those who suffer."""
    behind = [reading.lower(at) for at in range(draft.quantity.last, draft.quantity.last + BEHIND)]
    most = any(pair in {("most", word) for word in HIT} for pair in pairwise(behind))
    return most or (bool(TARGETS & {*behind}) and not SOURCES & {*behind})


def _considered(number: Candidate) -> str | None:
    """The role, after what the sentence and those before say of it."""
    for revised in REVISIONS:
        number.role = revised(number) or number.role
    return first_answer((*INFECTED, *HANDLED, *LIKE_BEFORE, _as_its_noun), number)


def _as_its_noun(number: Candidate) -> str | None:
    """The role that its noun has."""
    return number.role


def _the_same(reading: Reading, draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """The number before, of "430 sites, compared to 390 cases in 2012", "rose by 12%, reaching 5,000 cases"."""
    phrase, last = draft.phrase, before[-1] if before else None
    if phrase is None or last is None or draft.quantity not in phrase.counted:
        return None
    here = any(last.phrase is each for each in reading.phrases)
    bare = reading.lower(phrase.head) in BARE_CASES | {"incidents"}
    if not here or not bare or phrase.topics - {"reported"}:
        return None
    at = lead(reading.tokens, draft.quantity)
    word, held = reading.lower(at), reading.words(at - 1, at + 1) in {"compared to", "compared with"}
    held |= word == "versus" or dropped_from(reading, draft.quantity)
    reached = last.kind is ClaimKind.CHANGE and word in REACHED
    return last if reached or (last.kind is draft.kind and held) else None
