"""Deeds that no verb says: "135 hosts with 563 phishing pages", "5,000 attacks on 1,500 systems"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.doers import crosses, doer
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import lead

__all__ = ["launched", "paired"]

MACHINES = ("host", "server", "ip")
WIELDING = {"using", "utilising", "utilizing", "employing", "exploiting", "via", "through", "leveraging", "abusing"}
SPLIT = {
    "took": "seize", "taken": "seize", "take": "seize", "taking": "seize", "shut": "seize", "shutting": "seize",
    "pulled": "seize", "knocked": "attack", "knocking": "attack", "brought": "attack", "bringing": "attack",
}  # fmt: skip
PROGRAMS = ("malware", "botnet")
FEW = 5  # tokens between what ties a program and the machines that it is tied to
TIED = {"tied", "linked", "connected", "controlled", "run", "operated", "commanded", "steered", "managed", "directed",
        "connecting", "reporting", "answering", "belonging"}  # fmt: skip
TRACED = {"traced", "tracked", "attributed", "linked"}
NOMINAL = {
    "control": "control", "hijacking": "control", "takeover": "control", "defacement": "deface", "hacking": "attack",
    "infection": "infect", "infiltration": "attack", "implanting": "implant", "planting": "implant",
    "implantation": "implant", "insertion": "implant",
}  # fmt: skip


def nominal(reading: Reading) -> Iterator[Deed]:
    """Deeds that a noun says: "the defacement of 117 Indian sites by hackers", "control of 900 hosts by 12 servers"."""
    for at in range(len(reading.tokens) - 1):
        sort = NOMINAL.get(reading.lower(at))
        if sort is None or reading.lower(at + 1) != "of":
            continue
        by = next((each for each in range(at + 2, min(len(reading.tokens), at + 16)) if reading.lower(each) == "by"), 0)
        if not by or crosses(reading, at, by):
            continue
        near = [p for p in reading.phrases if at < p.first and p.last <= by and p.sort not in ("place", "backdoor")]
        agent = next((p for p in reading.phrases if by < p.first <= by + 3), None)
        if near and agent is not None:
            yield Deed(sort, at, True, agent, near[0])


def held(reading: Reading) -> Iterator[Deed]:
    """Machines that others have "under their control"."""
    for at in range(1, len(reading.tokens) - 2):
        if reading.words(at, at + 3) not in {"under their control", "under its control", "under his control"}:
            continue
        patient = next((p for p in reading.phrases if at in (p.last, p.after) and p.sort in MACHINES), None)
        agent = doer(reading, patient.first) if patient is not None else None
        if agent is not None:
            yield Deed("control", at, False, agent, patient)


def hit(reading: Reading) -> Iterator[Deed]:
    """Chinese: sites that attacks befell, 64个网站遭俄罗斯黑客攻击."""
    for mark in reading.auxiliaries:
        event = next((p for p in reading.phrases if p.first == mark.last and p.sort == "event"), None)
        if event is not None and reading.lower(mark.first) in {"遭", "遭到", "受到", "遭受", "被"}:
            yield Deed("defend", mark.first, False, doer(reading, mark.first), event)


def carried(reading: Reading) -> Iterator[Deed]:
    """Pages that stand on counted machines: "563 pages on 135 hosts", "pages were found on 135 hosts"."""
    for machine in _counted_machines(reading):
        at = lead(reading.tokens, machine.counted[0])
        left = [p for p in reading.phrases if p.last <= at and p.sort != "place"]
        pages = [p for p in left if is_page(p) and not crosses(reading, p.last, at)]
        behind = range(pages[-1].last, machine.first) if pages else range(0)
        if any(reading.tokens[each].text in ",，" for each in behind):
            continue  # 钓鱼站点位于境外，境内3万台主机被控制
        traced = reading.lower(at) == "to" and {reading.lower(at - 1), reading.lower(at - 2)} & TRACED
        if reading.lower(at) not in {"on", "at"} and not traced and not {"位于", "在"} & {*map(reading.lower, behind)}:
            continue
        if pages and not any(p.counted or p.sort in MACHINES for p in left if p.first > pages[-1].last):
            yield Deed("hosting", at, True, machine, pages[-1])


def sent(reading: Reading) -> Iterator[Deed]:
    """Attacks that counted machines are behind: "57,000 attacks from 2,016 addresses"."""
    for machine in _counted_machines(reading):
        at = lead(reading.tokens, machine.counted[0])
        left = [p for p in reading.phrases if p.last <= at and p.sort == "event" and not crosses(reading, p.last, at)]
        traced = reading.lower(at) == "to" and {reading.lower(at - 1), reading.lower(at - 2)} & TRACED
        owned = {q.first for phrase in reading.phrases for q in phrase.counted}
        part = left and any(left[-1].last <= q.first < at and q.first not in owned for q in reading.quantities)
        other = left and any(
            left[-1].last <= mark.first < at and mark.value in ("implant", "control") for mark in reading.actives
        )
        if part or other:
            continue  # "1,500 attacks, of which 930 came from 95 addresses"
        if left and (reading.lower(at) == "from" or traced) and not {"victim", "infect", "bot"} & machine.topics:
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


def taken_off(reading: Reading) -> Iterator[Deed]:
    """A verb on both sides of its object: "took 31 servers offline", "shut 14 sites down"."""
    for phrase in reading.phrases:
        at = lead(reading.tokens, phrase.counted[0]) if phrase.counted else -1
        off = reading.lower(phrase.last) in {"offline", "down", "over"}
        sort = SPLIT.get(reading.lower(at)) if off else None
        if sort is not None:
            yield Deed(sort, at, False, doer(reading, at), phrase)


def by_means(reading: Reading, done: Sequence[Deed]) -> Iterator[Deed]:
    """Machines by which others act: "hackers control 900 computers through 12 servers"."""
    for machine in _counted_machines(reading):
        at = lead(reading.tokens, machine.counted[0])
        near = [deed for deed in done if deed.at < at and deed.patient is not None and deed.patient.last <= at]
        near = [deed for deed in near if deed.sort in ("control", "implant") and not crosses(reading, deed.at, at)]
        if near and reading.lower(at) in {"through", "via", "using"} and machine.sort in ("server", "ip"):
            yield Deed(near[-1].sort, near[-1].at, False, machine, near[-1].patient)


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


def bracketed(reading: Reading, done: Sequence[Deed]) -> Iterator[Deed]:
    """Machines in brackets behind where something was done from: "controlled from the US (2,077 servers)"."""
    for machine in _counted_machines(reading):
        near = [deed for deed in done if deed.passive and 0 < machine.first - deed.at <= 6 and deed.agent is None]
        if near and reading.lower(machine.first - 1) in {"(", "（"}:
            yield Deed(near[-1].sort, near[-1].at, True, machine, near[-1].patient)


def behind(reading: Reading) -> Iterator[Deed]:
    """ "Peru behind 900 attacks", in a headline without a verb, and "hackers from Peru made 900 attacks"."""
    for event in reading.phrases:
        at = lead(reading.tokens, event.counted[0]) if event.counted and event.sort == "event" else -1
        if reading.lower(at) in {"made", "making", "committed", "attempted"}:
            agent = doer(reading, at)
            known = agent is not None and agent.sort in ("actor", "place", *MACHINES)
        else:
            agent = next((p for p in reading.phrases if p.last == at and p.places), None)
            known = reading.lower(at) == "behind"
        if agent is not None and known:
            yield Deed("launch", at, False, agent, event)


def _aim(reading: Reading, event: Phrase) -> int | None:
    """The "against" of "an attack was launched in May against as many as 870 servers": a preposition of the event."""
    done = next((m for m in reading.actives if m.value == "launch" and m.first >= event.last), None)
    if done is None or any(p.first >= event.last and p.last <= done.first for p in reading.phrases):
        return None
    near = range(done.last, min(len(reading.tokens), done.last + 6))
    return next(
        (at for at in near if reading.lower(at) in {"against", "on", "at"} and at + 1 not in reading.dated), None
    )


def _involved(reading: Reading, event: Phrase) -> Phrase | None:
    """The machines of "7,000 addresses were involved in attacks on 1,500 systems"."""
    at = event.first - 1
    at -= reading.lower(at) in {"the", "these", "such"}
    took = reading.words(at - 1, at + 1) in {"involved in", "used in", "participated in", "part in"}
    helper = doer(reading, at - 1) if took and not event.counted else None
    return helper if helper is not None and helper.counted and helper.sort in MACHINES else None


def _counted_machines(reading: Reading) -> Iterator[Phrase]:
    yield from (p for p in reading.phrases if p.counted and p.sort in MACHINES and p.counted[0].first >= p.first)


def is_page(phrase: Phrase) -> bool:
    """Whether a phrase names pages that trick users."""
    return phrase.sort == "page" or (phrase.sort == "site" and "phish" in phrase.topics)


def paired(reading: Reading, done: Sequence[Deed]) -> Iterator[Deed]:
    """Deeds that no verb says, of two numbers side by side: "135 hosts with 563 phishing pages".

    What is counted decides: machines beside pages host them, machines beside sites and a backdoor between planted it.
    """
    for deed in done:
        if deed.sort == "impersonate" and deed.agent is not None and deed.agent.sort == "site":
            deed.agent.topics.add("phish")
    relayed(reading, done)
    yield from nominal(reading)
    yield from held(reading)
    yield from hit(reading)
    yield from carried(reading)
    yield from sent(reading)
    yield from behind(reading)
    yield from bracketed(reading, done)
    yield from wielded(reading)
    yield from taken_off(reading)
    yield from by_means(reading, done)
    for event in reading.phrases:
        counted = [p for p in reading.phrases if p.counted and p.counted[0].first >= p.first > event.last]
        struck = next(
            (p for p in counted if lead(reading.tokens, p.counted[0]) in (event.last, _aim(reading, event))), None
        )
        known = struck is not None and any(deed.patient is struck for deed in done)
        if event.sort != "event" or struck is None or known:
            continue
        if reading.lower(lead(reading.tokens, struck.counted[0])) in {"on", "against", "at"}:
            yield Deed("attack", event.last, False, event, struck)  # "5,000 attacks on 1,500 systems"
            helper = _involved(reading, event)
            if helper is not None:
                yield Deed("control" if struck.sort == "host" else "attack", event.last, False, helper, struck)
    counted = [p for p in reading.phrases if p.counted]
    for one, other in pairwise(counted):
        between = range(one.last, other.first)
        page = is_page(other)
        known = any(
            (deed.agent is one and not (page and deed.sort == "attack"))
            or (deed.patient is one and deed.agent is not None)
            for deed in done
        )
        if (
            known
            or one.sort not in MACHINES
            or {"victim", "infect", "bot"} & one.topics
            or len(between) > 9
            or crosses(reading, one.last, other.first)
        ):
            continue
        backdoor = any(mark.value == "backdoor" and mark.first in between for mark in reading.topics)
        if page:
            yield Deed("hosting", one.last, False, one, other)
        elif other.sort == "site" and backdoor:
            yield Deed("implant", one.last, False, one, other)


def launched(done: Sequence[Deed]) -> None:
    """An attack comes from where those are who are behind it."""
    for deed in done:
        agent, event = deed.agent, deed.patient
        if deed.sort == "launch" and agent is not None and event is not None and event.sort == "event":
            known = event.from_places
            known += [code for code in (*agent.places, *agent.from_places) if code not in known]
