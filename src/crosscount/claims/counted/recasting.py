"""What else a role is than its noun says: "the worm attacked from Peru (20%)" is a share of attacks, not of worms."""

from __future__ import annotations

from crosscount.claims.counted.candidate import EVENTS, SITES, Candidate
from crosscount.claims.counted.roles import role_of
from crosscount.claims.sentences.reading import Phrase
from crosscount.model.claim import ClaimKind

__all__ = ["INFECTED", "REVISIONS"]

TROJANS = frozenset(("trojan", "trojans", "viruses", "virus"))
NETS = frozenset(("botnet", "botnets", "bots", "networks"))
PROGRAM = frozenset(("virus", "worm", "trojan", "ransomware"))
POINTING = frozenset(("such", "these", "those", "this"))
SOURCES = frozenset(("source", "sources", "origin", "origins", "exporter", "producer"))
SITES_BEHIND = 3  # tokens


def _trojans(number: Candidate) -> str | None:
    """ "1,500 mobile banking Trojans"."""
    if number.role != "botnet" or not number.noun.counted:
        return None
    named = {number.reading.lower(at) for at in range(number.noun.first, number.noun.last)}
    return "malware_sample" if named & TROJANS and not named & NETS else None


def _reported_sites(number: Candidate) -> str | None:
    """What sites are in "the team received 900 reports of sites being hacked"."""
    reading, reports = number.reading, number.noun
    if reports.sort != "report" or reading.lower(reports.last) != "of":
        return None
    sites = (p for p in reading.phrases if p.sort == "site" and 0 < p.first - reports.last <= SITES_BEHIND)
    site = next(sites, None)
    return None if site is None else role_of(site, number.done, number.topics, number.known, number.clause)


def _kind_of_event(number: Candidate) -> str | None:
    """ "Trojans made up 39 percent", "botnets fell by 12 percent": a kind of the attacks that were counted."""
    falls = number.role == "botnet" and number.kind is ClaimKind.CHANGE and not number.noun.counted
    if number.role not in ("malware_sample", "botnet") or not (number.kind_of_attack or falls):
        return None
    return next((each.role for each in reversed(number.before) if each.role in EVENTS), None)


def _attacking_program(number: Candidate) -> str | None:
    """ "The worm attacked machines from addresses in Peru (20%)"."""
    if number.role != "malware_sample" or not number.kind_of_attack:
        return None
    attacks = (deed for deed in number.done if deed.sort == "attack" and not deed.passive)
    return "attack_event" if any(deed.agent is number.noun for deed in attacks) else None


def _traced_addresses(number: Candidate) -> str | None:
    """ "12 percent of the addresses": whose addresses attacks were traced to, a share of the attacks."""
    traced = number.role == "attack_ip" and number.kind_of_attack and "attack_event" in number.told
    return "attack_event" if traced else None


def _only_defaced(number: Candidate) -> str | None:
    """ "The archive filed 4,100 attacks": where the text is on defacements, and nothing else."""
    if number.role != "attack_event" or number.noun.sort != "event" or {*number.known} != {"deface"}:
        return None
    attacks = "attack" in number.reading.lower(number.noun.head)  # no "intrusion attempts"
    return "defaced_site" if attacks and not {*number.noun.topics, *number.topics} - {"reported"} else None


def _hacked_as_defaced(number: Candidate) -> str | None:
    """ "900 sites were hit": defaced, if all sites before were."""
    if number.role != "hacked_site" or {"hack", "infect"} & {*number.topics}:
        return None
    return "defaced_site" if number.told & {*SITES} == {"defaced_site"} else None


def _such_incidents(number: Candidate) -> str | None:
    """ "The number of such incidents": of the attacks that were counted before."""
    if number.role != "incident_report":
        return None
    pointed = {number.reading.lower(at) for at in range(number.noun.first - 1, number.noun.last)} & POINTING
    return next((each.role for each in reversed(number.before) if pointed and each.role in EVENTS), None)


def _pages_by_times(number: Candidate) -> str | None:
    """拦截钓鱼网站52亿次: how often, and not how many."""
    tokens = number.reading.tokens
    measure = tokens[min(number.draft.quantity.last, len(tokens) - 1)].text
    return "phish_event" if number.role == "phish_page" and measure == "次" else None


def _spread_of_a_program(number: Candidate) -> str | None:
    """ "The spread of the worm by country: Peru 9%"."""
    program = number.role == "malware_sample" and number.kind_of_attack and number.last_word in PROGRAM
    return "infected_host" if program and "infect" in {*number.noun.topics, *number.known} else None


def _victims_of_a_program(number: Candidate) -> str | None:
    """ "Peru had 35 percent of the victims"."""
    machines = number.role == "victim_org" and bool({"infected_host", "cleaned_host"} & number.told)
    victims = number.kind is ClaimKind.SHARE and number.reading.lower(number.noun.head) == "victims"
    return "infected_host" if machines and victims else None


def _cases_of_infection(number: Candidate) -> str | None:
    """ "68 cases of infection": machines, if machines were counted before and no cases."""
    cases = number.role == "incident_report" and "infect" in number.noun.topics
    return "infected_host" if cases and "infected_host" in number.told and not number.handled else None


def _where_programs_come_from(number: Candidate) -> str | None:
    """ "Peru was the main source of malicious code with a 12.5% share": of what comes from there."""
    reading, first = number.reading, number.noun.first
    source = reading.lower(first - 1) in {"of", "for"} and reading.lower(first - 2) in SOURCES
    return "attack_event" if number.kind_of_attack and number.noun.sort == "malware" and source else None


def _held_by_the_net(number: Candidate) -> str | None:
    """ "Half of the devices under the botnet's control": of those counted as infected, and as nothing else."""
    machines = number.role == "victim_host" and number.noun.sort == "host"
    untouched = not any(deed.patient is number.noun for deed in number.done)  # not "controlled by botnets"
    botnet = any(phrase.sort == "botnet" for phrase in number.reading.phrases)
    net = number.kind_of_attack or (botnet and untouched)
    told = number.told & {"infected_host", "victim_host", "c2"}
    named = untouched and not told and any(_named_net(number, phrase) for phrase in number.reading.phrases)
    return "infected_host" if machines and ((net and told == {"infected_host"}) or named) else None


def _named_net(number: Candidate, net: Phrase) -> bool:
    """ "The Foo botnet", by a name of its own."""
    at = net.last - 2
    return net.sort == "botnet" and at > 0 and number.reading.tokens[at].text[:1].isupper()


REVISIONS = (
    _where_programs_come_from,
    _held_by_the_net,
    _trojans,
    _reported_sites,
    _kind_of_event,
    _attacking_program,
    _traced_addresses,
    _only_defaced,
    _hacked_as_defaced,
    _such_incidents,
    _pages_by_times,
)
INFECTED = (_spread_of_a_program, _victims_of_a_program, _cases_of_infection)
