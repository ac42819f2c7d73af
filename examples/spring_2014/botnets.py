"""Command-and-control servers, the lists that name them, and the machines that contact them.

By construction each of the 2,077 servers in the US is contacted, while a list vouches for it and while its block is
in the US, by at least one of 1,180,000 machines that are in China at that moment. Everything else here is noise that
must not add to either number.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from world import (
    COVER_END,
    COVER_START,
    DAY,
    HOUR,
    MINUTE,
    PREVIOUS_START,
    WINDOW_END,
    WINDOW_START,
    World,
    micros,
    within,
)

__all__ = ["Botnets", "Flows", "Servers", "build"]

FAMILIES = ("Zeus", "Citadel", "Gh0st", "Andromeda", "Pushdo", "Carberp", "Nitol", "Sality")
INTERVAL, BARE, DAILY, WEEKLY = range(4)  # how a list tells the time of a server
FIRST_WEEK = micros(2014, 1, 15)  # the weekly lists are of Wednesdays
LISTS_FROM, LISTS_TO = COVER_START - DAY, COVER_END + DAY  # of servers that are listed all the time
MARGIN = {INTERVAL: HOUR, BARE: HOUR, DAILY: 9 * HOUR, WEEKLY: 9 * HOUR}  # certain contacts keep this far from an end


@dataclass
class Servers:
    """Listed servers: where, in which list, and when that list vouches for them."""

    address: np.ndarray
    list_kind: np.ndarray
    family: np.ndarray
    first: np.ndarray  # first_seen, or the day of the first list that names the server
    last: np.ndarray  # last_seen, or the day of the last list that does
    low: np.ndarray = field(init=False)  # contacts from here
    high: np.ndarray = field(init=False)  # to here are certain to be within the validity

    def __post_init__(self) -> None:
        margin = np.array([MARGIN[kind] for kind in range(4)], dtype=np.int64)[self.list_kind]
        self.low, self.high = self.first + margin, self.until - margin

    @property
    def until(self) -> np.ndarray:
        """The first instant at which no list vouches for the server any more."""
        extra = np.array([1, DAY, 7 * DAY, 7 * DAY], dtype=np.int64)[self.list_kind]  # an interval includes its end
        return self.last + extra

    def always(self, chosen: np.ndarray) -> None:
        """Have a list vouch for these all the time."""
        self.list_kind[chosen], self.first[chosen], self.last[chosen] = INTERVAL, LISTS_FROM, LISTS_TO
        self.__post_init__()

    @property
    def steady(self) -> np.ndarray:
        """Which are listed all the time."""
        return (self.first == LISTS_FROM) & (self.last == LISTS_TO)

    def six(self, world: World) -> np.ndarray:
        """Which have an IPv6 address."""
        return np.array([":" in text for text in world.show(self.address).to_pylist()])

    def part(self, chosen: np.ndarray) -> Servers:
        """Some of them."""
        return Servers(
            *(values[chosen] for values in (self.address, self.list_kind, self.family, self.first, self.last))
        )


@dataclass
class Flows:
    """Who contacted whom, and when; gathered piece by piece."""

    pieces: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)

    def add(self, times: np.ndarray, clients: np.ndarray, servers: np.ndarray) -> None:
        """Add flows: three arrays of one length."""
        self.pieces.append((times, clients, servers))

    def sorted(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """All flows in order of time."""
        times, clients, servers = (np.concatenate(column) for column in zip(*self.pieces, strict=True))
        order = np.argsort(times, kind="stable")
        return times[order], clients[order], servers[order]


@dataclass
class Botnets:
    """All that the writers need to know."""

    servers: list[Servers]
    flows: Flows
    scanners: np.ndarray
    sinkholes: np.ndarray
    machines: np.ndarray  # the machines of the window, for reports that name some of them again


def build(world: World) -> Botnets:
    """Make the servers, the machines and every contact."""
    rng = world.rng("botnets")
    flows = Flows()
    american = _american(world, rng)
    machines = _window(world, rng, american, flows)
    _previous(world, rng, american, machines, flows)
    _edges(world, rng, american, flows)
    others = _other_countries(world, rng, american, machines, flows)
    scanners, sinkholes, stale = _noise(world, rng, american, machines, flows)
    again = american.part(np.flatnonzero(rng.random(len(american.address)) < 0.08))  # a second family, in another list
    again.family = (again.family + 1 + rng.integers(0, 6, len(again.family))) % len(FAMILIES)
    idle = np.concatenate([world.draw("US", world.scaled(300)), world.draw("RU", world.scaled(120)),
                           world.draw("CN", world.scaled(60))])  # fmt: skip
    listed = [american, again, *others, _listed(rng, idle, WINDOW_START, WINDOW_END), sinkholes, stale]
    return Botnets(listed, flows, scanners, sinkholes.address, machines)


def _listed(
    rng: np.random.Generator,
    address: np.ndarray,
    low: np.ndarray | int,
    high: np.ndarray | int,
    kinds: tuple[int, ...] = (0, 0, 1, 2, 3),
) -> Servers:
    """Give each server a list and a time on it that covers an instant of its own in [low + 1 day, high - 1 day)."""
    size = len(address)
    kind = rng.choice(np.array(kinds), size)
    centre = within(rng, np.broadcast_to(low, size) + DAY, np.broadcast_to(high, size) - DAY)
    before, after = (within(rng, np.full(size, 12 * HOUR), np.full(size, 45 * DAY)) for _ in range(2))
    first, last = np.maximum(centre - before, COVER_START), np.minimum(centre + after, COVER_END - 1)
    first, last = first // 1_000_000 * 1_000_000, last // 1_000_000 * 1_000_000  # lists tell whole seconds
    days = (kind == BARE) | (kind == DAILY)
    first, last = np.where(days, first // DAY * DAY, first), np.where(days, last // DAY * DAY, last)
    weeks = kind == WEEKLY
    week = lambda time: FIRST_WEEK + (time - FIRST_WEEK) // (7 * DAY) * 7 * DAY  # noqa: E731
    first, last = np.where(weeks, week(first), first), np.where(weeks, np.maximum(week(centre), week(last)), last)
    return Servers(address, kind, rng.integers(0, len(FAMILIES), size), first, last)


def _american(world: World, rng: np.random.Generator) -> Servers:
    """The 2,077: most stay in the US, some only until April or only from then on."""
    size = world.scaled(2_077, 12)
    six, leaving, coming, earlier = (max(1, round(size * share)) for share in (0.01, 0.05, 0.03, 0.02))
    stable = size - six - leaving - coming - earlier
    address = np.concatenate([world.draw("US", stable), world.draw("US", six, version=6), world.draw("US>DE", leaving),
                              world.draw("DE>US", coming), world.draw("NL>US", earlier)])  # fmt: skip
    since, until = world.home(address, "US")
    servers = _listed(rng, address, np.maximum(since, WINDOW_START), np.minimum(until, WINDOW_END))
    # The first tenth is listed all the time, so that there is always somebody to talk to.
    servers.always(np.arange(size // 10 + 1))
    servers.always(np.arange(stable, stable + six))
    return servers


def _window(world: World, rng: np.random.Generator, servers: Servers, flows: Flows) -> np.ndarray:
    """The 1,180,000 machines in China, each seen at least once in the window at a server that is then in the US."""
    size = world.scaled(1_180_000)
    since, until = world.home(servers.address, "US")
    low = np.maximum(np.maximum(servers.low, since), WINDOW_START)
    high = np.minimum(np.minimum(servers.high, until), WINDOW_END)
    assert bool((high > low).all())
    six = servers.six(world)
    popular = rng.pareto(1.1, len(servers.address)) + 0.05
    # Machines by how they are addressed: IPv6, in a block that leaves or joins China in April, all others.
    new = max(1, round(size * 0.01))
    moved = max(1, round(size * 0.004))
    old = size - new - 2 * moved
    four = _served(rng, np.flatnonzero(~six), popular, old)
    plain = world.draw("CN", old)
    flows.add(within(rng, low[four], high[four]), plain, servers.address[four])
    version_six = world.draw("CN", new, version=6)
    talk = _served(rng, np.flatnonzero(six), popular, new)
    flows.add(within(rng, low[talk], high[talk]), version_six, servers.address[talk])
    always = np.flatnonzero(~six & servers.steady)
    for group, other in (("CN>HK", "HK"), ("HK>CN", "HK")):
        mover = world.draw(group, moved)
        for country in ("CN", other):  # the same machine counts for China on some days and for Hong Kong on others
            here, gone = world.home(mover, country)
            talk = _served(rng, always, popular, moved)
            times = within(rng, np.maximum(here, WINDOW_START), np.minimum(gone, WINDOW_END))
            flows.add(times, mover, servers.address[talk])
    repeated = rng.integers(0, old, world.scaled(140_000))  # machines seen again, on another day or at another server
    talk = rng.choice(np.flatnonzero(~six), len(repeated), p=popular[~six] / popular[~six].sum())
    flows.add(within(rng, low[talk], high[talk]), plain[repeated], servers.address[talk])
    burst = rng.integers(0, old, world.scaled(12_000))  # and again within seconds
    times = within(rng, low[four[burst]], high[four[burst]] - MINUTE)
    for delay in (0, 3_000_000):
        flows.add(times + delay, plain[burst], servers.address[four[burst]])
    return plain


def _served(rng: np.random.Generator, servers: np.ndarray, popular: np.ndarray, size: int) -> np.ndarray:
    """A server for each machine: every server at least one if there are enough machines, the popular ones more."""
    rest = max(0, size - len(servers))
    share = popular[servers] / popular[servers].sum()
    return np.concatenate([rng.permutation(servers)[:size], rng.choice(servers, rest, p=share)])


def _previous(world: World, rng: np.random.Generator, servers: Servers, machines: np.ndarray, flows: Flows) -> None:
    """The 61 days before: fewer servers, fewer machines, some of them the same."""
    low, high = np.maximum(servers.low, PREVIOUS_START), np.minimum(servers.high, WINDOW_START)
    early = np.flatnonzero(high - low > DAY)
    early = early[~servers.six(world)[early]][: world.scaled(900)]
    fresh = world.draw("CN", world.scaled(130_000))
    known = machines[rng.integers(0, len(machines), world.scaled(110_000))]
    clients = np.concatenate([fresh, known])
    talk = rng.choice(early, len(clients))
    flows.add(within(rng, low[talk], high[talk]), clients, servers.address[talk])


def _edges(world: World, rng: np.random.Generator, servers: Servers, flows: Flows) -> None:
    """Machines seen only outside the window: minutes, hours and days after its end, and before all windows."""
    always = np.flatnonzero(servers.steady & ~servers.six(world))
    for start, end, size in (
        (WINDOW_END, WINDOW_END + 8 * HOUR, 4_000),  # 19 May in Shanghai, but still 18 May in UTC
        (WINDOW_END + 8 * HOUR, COVER_END, 16_000),
        (COVER_START, PREVIOUS_START, 3_000),
        (PREVIOUS_START, PREVIOUS_START + 8 * HOUR, 500),  # 17 January in Shanghai, 16 January in UTC
        (WINDOW_START - 8 * HOUR, WINDOW_START, 1_000),
    ):
        clients = world.draw("CN", world.scaled(size))
        times = within(rng, np.full(len(clients), start), np.full(len(clients), end))
        flows.add(times, clients, servers.address[rng.choice(always, len(clients))])
    # The very first and the very last microsecond of the window are inside, the next is not.
    clients = world.draw("CN", 1)
    flows.add(np.array([WINDOW_END]), clients, servers.address[always[:1]])


def _other_countries(
    world: World, rng: np.random.Generator, american: Servers, machines: np.ndarray, flows: Flows
) -> list[Servers]:
    """Servers elsewhere that Chinese and other machines contact, and machines elsewhere that contact the US."""
    listed = []
    low, high = COVER_START + 9 * DAY, COVER_END - 2 * DAY
    for country, size in {
        "DE": 150,
        "NL": 120,
        "RU": 200,
        "KR": 180,
        "JP": 90,
        "HK": 60,
        "CN": 80,
        "GB": 40,
        "BR": 40,
    }.items():
        servers = _listed(rng, world.draw(country, world.scaled(size, 2)), low, high)
        listed.append(servers)
        size = world.scaled(size * 60)
        clients = np.concatenate([world.draw("CN", size), machines[rng.integers(0, len(machines), size // 3)],
                                  world.draw("JP", size // 5), world.draw("DE", size // 10)])  # fmt: skip
        _contact(rng, servers, clients, flows)
    since, until = world.home(american.address, "US")
    six = american.six(world)
    settled = american.part(np.flatnonzero(~six & (since == 0) & (until > COVER_END)))
    for country, size in {
        "JP": 14_000,
        "KR": 9_000,
        "TW": 6_000,
        "IN": 9_000,
        "BR": 8_000,
        "US": 12_000,
        "ZA": 2_000,
        "UA": 3_000,
    }.items():
        _contact(rng, settled, world.draw(country, world.scaled(size)), flows)
    # After the move the leaving servers are German, and before it the coming ones.
    for group, clients in (("US>DE", 3_000), ("DE>US", 2_000)):
        chosen = np.flatnonzero((until < COVER_END) if group == "US>DE" else (since > PREVIOUS_START + 50 * DAY))
        elsewhere = american.part(chosen)
        here, gone = world.home(elsewhere.address, "DE")
        _contact(rng, elsewhere, world.draw("CN", world.scaled(clients)), flows, here, gone)
    return listed


def _contact(
    rng: np.random.Generator, servers: Servers, clients: np.ndarray, flows: Flows,
    since: np.ndarray | int = COVER_START, until: np.ndarray | int = COVER_END,
) -> None:  # fmt: skip
    """Each client contacts one of the servers, at a time when a list vouches for it."""
    low, high = (
        np.maximum(np.maximum(servers.low, since), COVER_START),
        np.minimum(np.minimum(servers.high, until), COVER_END),
    )
    good = np.flatnonzero(high > low)
    if len(good):
        talk = rng.choice(good, len(clients))
        flows.add(within(rng, low[talk], high[talk]), clients, servers.address[talk])


def _noise(
    world: World, rng: np.random.Generator, american: Servers, machines: np.ndarray, flows: Flows
) -> tuple[np.ndarray, Servers, Servers]:
    """Contacts that look the part and must not count; the scanners, the sinkholes, the stale servers."""
    times = lambda size: within(rng, np.full(size, COVER_START), np.full(size, COVER_END))  # noqa: E731
    # Servers that nobody vouches for any more when they are contacted: an interval over, a sighting too long ago.
    stale = _listed(rng, world.draw("US", world.scaled(160, 3)), COVER_START, WINDOW_END, (BARE, DAILY, WEEKLY))
    stale.first = np.where(stale.list_kind == WEEKLY, FIRST_WEEK, micros(2014, 1, 17))
    stale.last = np.where(stale.list_kind == WEEKLY, FIRST_WEEK + 21 * DAY, micros(2014, 2, 9))
    clients = world.draw("CN", world.scaled(9_000))
    late = within(rng, np.full(len(clients), micros(2014, 2, 18)), np.full(len(clients), COVER_END))
    flows.add(late, clients, stale.address[rng.integers(0, len(stale.address), len(clients))])
    # Scanners of a research project, in China, knock at every server.
    scanners = world.draw("CN", 6)
    settled = american.part(np.flatnonzero(american.steady & ~american.six(world)))
    _contact(rng, settled, np.repeat(scanners, world.scaled(800, 4)), flows)
    # Sinkholes of researchers, in the US: listed as servers, but nobody controls a machine from there.
    sinkholes = _listed(rng, world.draw("US", 8), WINDOW_START, WINDOW_END, (INTERVAL,))
    sinkholes.always(np.arange(8))
    _contact(rng, sinkholes, world.draw("CN", world.scaled(5_000)), flows)
    _contact(rng, sinkholes, machines[rng.integers(0, len(machines), world.scaled(1_000))], flows)
    # Clients that cannot be placed: private and reserved space, and space that no registry has given out.
    private = [f"10.{a}.{b}.7" for a in range(8) for b in range(20)] + [f"192.168.1.{n}" for n in range(1, 90)]
    private += ["127.0.0.1", "169.254.3.4", "100.64.1.9", "198.18.0.5", "203.0.113.9"]
    unplaced = world.named(private + [f"5.8.{n}.1" for n in range(60)])
    _contact(rng, settled, unplaced[rng.integers(0, len(unplaced), world.scaled(8_000))], flows)
    # Ordinary traffic.
    shops = np.concatenate([world.draw("US", world.scaled(2_000)), world.draw("CN", world.scaled(2_000))])
    clients = np.concatenate(
        [world.draw("CN", world.scaled(40_000)), machines[rng.integers(0, len(machines), world.scaled(60_000))]]
    )
    clients = np.concatenate(
        [
            clients,
            unplaced[rng.integers(0, len(unplaced), world.scaled(20_000))],
            world.draw("US", world.scaled(20_000)),
        ]
    )
    flows.add(times(len(clients)), clients, shops[rng.integers(0, len(shops), len(clients))])
    return scanners, sinkholes, stale
