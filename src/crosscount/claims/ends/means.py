"""Deeds that machines are the means of, which stand beside the deed and not at its verb: "563 pages on 135 hosts"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosscount.claims.counted.party import is_page
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.doers import crosses
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import lead

__all__ = ["MACHINES", "SUFFERING", "bracketed", "by_means", "carried", "relayed", "sent", "wielded"]

MACHINES = ("host", "server", "ip")
SUFFERING = frozenset(("victim", "infect", "bot"))  # topics of machines that others act on
WIELDING = {"using", "utilising", "utilizing", "employing", "exploiting", "via", "through", "leveraging", "abusing"}
PROGRAMS = ("malware", "botnet")
FEW = 5  # tokens between what ties a program and the machines that it is tied to
TIED = {"tied", "linked", "connected", "controlled", "run", "operated", "commanded", "steered", "managed", "directed",
        "connecting", "reporting", "answering", "belonging"}  # fmt: skip
TRACED = {"traced", "tracked", "attributed", "linked"}


def carried(reading: Reading) -> Iterator[Deed]:
    """Pages that stand on counted machines: "563 pages on 135 hosts", "pages were found on 135 hosts"."""
    for machine in _counted_machines(reading):
        at = lead(reading.tokens, machine.counted[0])
        left = [p for p in reading.phrases if p.last <= at and p.sort != "place"]
        pages = [p for p in left if is_page(p) and not crosses(reading, p.last, at)]
        behind = range(pages[-1].last, machine.first) if pages else range(0)
        if any(reading.tokens[each].text in ",，" for each in behind):
            continue  # 钓鱼站点位于境外，境内3万台主机被控制
        if (
            reading.lower(at) not in {"on", "at"}
            and not _traced(reading, at)
            and not {"位于", "在"} & {*map(reading.lower, behind)}
        ):
            continue
        if pages and not any(p.counted or p.sort in MACHINES for p in left if p.first > pages[-1].last):
            yield Deed("hosting", at, True, machine, pages[-1])


def sent(reading: Reading) -> Iterator[Deed]:
    """Attacks that counted machines are behind: "57,000 attacks from 2,016 addresses"."""
    for machine in _counted_machines(reading):
        at = lead(reading.tokens, machine.counted[0])
        left = [p for p in reading.phrases if p.last <= at and p.sort == "event" and not crosses(reading, p.last, at)]
        owned = {q.first for phrase in reading.phrases for q in phrase.counted}
        part = left and any(left[-1].last <= q.first < at and q.first not in owned for q in reading.quantities)
        other = left and any(
            left[-1].last <= mark.first < at and mark.value in ("implant", "control") for mark in reading.actives
        )
        if part or other:
            continue  # "1,500 attacks, of which 930 came from 95 addresses"
        if left and (reading.lower(at) == "from" or _traced(reading, at)) and not SUFFERING & machine.topics:
            yield Deed("launch", at, False, machine, left[-1])


def wielded(reading: Reading) -> Iterator[Deed]:
    """Attacks by what they were made with: "carried out using servers in Peru", "900 attacks, utilising 60 domains"."""
    for machine in reading.phrases:
        if machine.sort not in ("server", "ip", "domain"):
            continue
        at = lead(reading.tokens, machine.counted[0]) if machine.counted else machine.first - 1
        at -= reading.lower(at) in {"a", "the", "their", "its"}
        left = [p for p in reading.phrases if p.last <= at and p.sort in ("event", *MACHINES, "domain")]
        made = left and left[-1].sort == "event" and not crosses(reading, left[-1].last, at)
        if reading.lower(at) in WIELDING and made:
            yield Deed("launch", at, True, machine, left[-1])


def by_means(reading: Reading, done: Sequence[Deed]) -> Iterator[Deed]:
    """Machines by which others act: "hackers control 900 computers through 12 servers"."""
    for machine in _counted_machines(reading):
        at = lead(reading.tokens, machine.counted[0])
        near = [deed for deed in done if deed.at < at and deed.patient is not None and deed.patient.last <= at]
        near = [deed for deed in near if deed.sort in ("control", "implant") and not crosses(reading, deed.at, at)]
        if near and reading.lower(at) in {"through", "via", "using"} and machine.sort in ("server", "ip"):
            yield Deed(near[-1].sort, near[-1].at, False, machine, near[-1].patient)


def bracketed(reading: Reading, done: Sequence[Deed]) -> Iterator[Deed]:
    """Machines in brackets behind where something was done from: "controlled from the US (2,077 servers)"."""
    for machine in _counted_machines(reading):
        near = [deed for deed in done if deed.passive and 0 < machine.first - deed.at <= 6 and deed.agent is None]
        if near and reading.lower(machine.first - 1) in {"(", "（"}:
            yield Deed(near[-1].sort, near[-1].at, True, machine, near[-1].patient)


def relayed(reading: Reading, done: Sequence[Deed]) -> None:
    """Machines that others control by a program: "infected by Trojans tied to 12 servers", "whose program infected"."""
    programs = [deed for deed in done if deed.patient is not None and deed.patient.sort in PROGRAMS]
    for deed in done:
        if deed.sort not in ("infect", "attack", "member") or deed.patient is None or deed.patient.sort != "host":
            continue
        master = next((each.agent for each in programs if each.patient is deed.agent and each.sort == "control"), None)
        if master is None and (deed.agent is None or deed.agent.sort in (*PROGRAMS, "server", "ip")):
            master = _tied(reading, deed)
        if master is not None and master.sort in ("server", "ip"):
            deed.sort, deed.agent = "control", master


def _tied(reading: Reading, deed: Deed) -> Phrase | None:
    """The machines that the program of a deed answers to: "… with malware linked to 900 servers overseas"."""
    for phrase in reading.phrases:
        if phrase.sort not in PROGRAMS or phrase.counted:
            continue
        near = range(phrase.last, min(len(reading.tokens) - 1, phrase.last + 4))
        tie = next(
            (at for at in near if reading.lower(at) in TIED and reading.lower(at + 1) in {"to", "from", "by"}), 0
        )
        master = next((p for p in reading.phrases if tie and tie < p.first), None)
        if master is not None and not crosses(reading, phrase.last, master.first) and master.first - tie <= FEW:
            return master
    return None


def _traced(reading: Reading, at: int) -> bool:
    """ "Attacks were traced back to 900 addresses": whether "to" is said of where something comes from."""
    return reading.lower(at) == "to" and bool({reading.lower(at - 1), reading.lower(at - 2)} & TRACED)


def _counted_machines(reading: Reading) -> Iterator[Phrase]:
    yield from (p for p in reading.phrases if p.counted and p.sort in MACHINES and p.counted[0].first >= p.first)
