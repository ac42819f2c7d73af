"""The numbers of a case: each claim with its chain, what became of it on the way, and what findings say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosscount.products.wording import Words
from crosscount.register.reading import Register
from crosscount.register.records import Claim, Finding, Statement
from crosscount.register.timeline import label

__all__ = ["Judged", "Number", "Version", "numbers"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding about a claim."""

    verdict: str  # as stored, for its colour
    word: str
    sentence: str
    by: str
    day: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """The same number as another statement has it."""

    id: str
    written: str
    unit: str
    chain: tuple[tuple[str, str], ...]
    day: str
    differs: tuple[str, ...]  # what became of it, in the words of the page


@dataclass(frozen=True, slots=True)
class Number:
    """A claim that is no version of another one."""

    id: str
    written: str
    unit: str
    speaker: str
    direction: str
    window: str
    chain: tuple[tuple[str, str], ...]  # role, name
    hedges: tuple[str, ...]
    unsaid: tuple[str, ...]  # what the source does not say: a definition, the coverage
    versions: tuple[Version, ...]
    findings: tuple[Judged, ...]


def numbers(register: Register, statements: Sequence[str], words: Words) -> tuple[Number, ...]:
    """The claims of these statements, versions below the claim that they come from."""
    wanted = [claim for claim in register.of(Claim) if claim.statement in statements]
    order = {name: place for place, name in enumerate(statements)}
    roots = [claim for claim in wanted if claim.drifts_from not in {each.id for each in wanted}]
    below: dict[str, list[Claim]] = {}
    for claim in wanted:
        if claim not in roots:
            below.setdefault(_root(register, claim, {each.id for each in roots}), []).append(claim)
    roots.sort(key=lambda claim: (order[claim.statement], claim.id))
    return tuple(_number(register, words, claim, below.get(claim.id, [])) for claim in roots)


def _root(register: Register, claim: Claim, roots: set[str]) -> str:
    seen = {claim.id}
    while claim.drifts_from and claim.id not in roots:
        earlier = register.records.get(claim.drifts_from)
        if not isinstance(earlier, Claim) or earlier.id in seen:
            break
        claim = earlier
        seen.add(claim.id)
    return claim.id


def _number(register: Register, words: Words, claim: Claim, versions: list[Claim]) -> Number:
    statement = register.find(claim.statement, Statement)
    unsaid = [words.case(f"no_{name}") for name in ("definition", "sampling") if not getattr(claim, name)]
    told = (claim.hedge, statement.hedge, *(link.hedge for link in statement.chain))
    return Number(
        id=claim.id,
        written=claim.as_written,
        unit=claim.unit,
        speaker=label(register, statement.speaker),
        direction=_direction(words, claim),
        window=_window(words, claim),
        chain=_chain(register, words, statement),
        hedges=tuple(dict.fromkeys(filter(None, told))),
        unsaid=tuple(unsaid),
        versions=tuple(_version(register, words, each, claim) for each in versions),
        findings=tuple(_findings(register, words, claim)),
    )


def _version(register: Register, words: Words, claim: Claim, root: Claim) -> Version:
    statement = register.find(claim.statement, Statement)
    differs = [
        words.case(f"drift_{name}")
        for name, fields in (
            ("digits", ("quantity", "low", "high")),
            ("unit", ("unit",)),
            ("window", ("first", "last")),
            ("direction", ("origin", "target")),
            ("modifier", ("modifier",)),
        )
        if any(getattr(claim, field) != getattr(root, field) for field in fields)
    ]
    if root.hedge and not claim.hedge:
        differs.append(words.case("drift_hedge"))
    return Version(
        claim.id,
        claim.as_written,
        claim.unit,
        _chain(register, words, statement),
        words.when(statement.date),
        tuple(differs) or (words.case("drift_none"),),
    )


def _findings(register: Register, words: Words, claim: Claim) -> Iterator[Judged]:
    for finding in register.of(Finding):
        if finding.claim == claim.id:
            yield Judged(
                finding.verdict.value,
                words.word("verdicts", finding.verdict),
                finding.sentence,
                finding.by,
                words.when(finding.date),
                tuple(words.word("flags", flag) for flag in finding.flags),
            )


def _chain(register: Register, words: Words, statement: Statement) -> tuple[tuple[str, str], ...]:
    return tuple((words.word("roles", link.role), label(register, link.actor)) for link in statement.chain)


def _direction(words: Words, claim: Claim) -> str:
    ends = [words.sides(each) if each else words.case("unsaid") for each in (claim.origin, claim.target)]
    return words.case("direction", origin=ends[0], target=ends[1]) if claim.origin or claim.target else ""


def _window(words: Words, claim: Claim) -> str:
    if not (claim.first and claim.last):
        return claim.window_as_written or (
            words.when(claim.first or claim.last or "") if claim.first or claim.last else ""
        )
    first, last = words.when(claim.first), words.when(claim.last)
    return first if first == last else words.case("period", first=first, last=last)
