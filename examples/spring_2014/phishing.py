"""Phishing in the synthetic world: the groups of pages, and every visit to them.

By construction 563 pages on 135 addresses in the US are either listed as aimed at a Chinese brand in the window, or
visited from China in it while a list vouches for them, in 14,000 distinct (address, visitor, 30-minute slot).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from botnets import Botnets
from pages import CHINESE, Page, make, spread
from world import COVER_END, COVER_START, DAY, HOUR, MINUTE, PREVIOUS_START, SECOND, WINDOW_END, WINDOW_START, World

__all__ = ["Phishing", "Visits", "build"]

SLOT = 30 * MINUTE


@dataclass
class Visits:
    """Requests and lookups, gathered piece by piece: time, visitor, address, page number."""

    requests: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)
    lookups: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)
    elsewhere: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)  # other paths


@dataclass
class Phishing:
    """All that the writers need to know."""

    pages: list[Page] = field(default_factory=list)
    visits: Visits = field(default_factory=Visits)

    def add(self, pages: list[Page]) -> np.ndarray:
        """Add pages; their numbers."""
        self.pages += pages
        return np.arange(len(self.pages) - len(pages), len(self.pages))

    def bounds(
        self, numbers: np.ndarray, low: int | np.ndarray, high: int | np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Between which instants a visit to each page counts for certain and is in the given stretch."""
        lows = np.array([self.pages[n].low for n in numbers], dtype=np.int64)
        highs = np.array([self.pages[n].high for n in numbers], dtype=np.int64)
        return np.maximum(lows, low), np.minimum(highs, high)

    def addresses(self, numbers: np.ndarray) -> np.ndarray:
        """Where each page is."""
        return np.array([self.pages[n].address for n in numbers], dtype=np.int64)


def build(world: World, botnets: Botnets) -> Phishing:
    """Make the pages, the listings and every visit."""
    rng = world.rng("phishing")
    made, serial = Phishing(), [0]
    visitors = world.draw("CN", world.scaled(6_000, 30))
    _window(world, rng, made, visitors, serial)
    _previous(world, rng, made, visitors, serial)
    _others(world, rng, made, visitors, serial)
    _noise(world, rng, made, botnets, serial)
    return made


def _window(world: World, rng: np.random.Generator, made: Phishing, visitors: np.ndarray, serial: list[int]) -> None:
    size, pages = world.scaled(135, 6), world.scaled(563, 12)
    answers = max(1, round(size * 0.04))  # addresses that only an answer to a lookup shows
    leaving, coming = (max(1, round(size * share)) for share in (0.06, 0.04))
    homes = [
        world.draw("US", size - answers - leaving - coming),
        world.draw("US>DE", leaving),
        world.draw("DE>US", coming),
    ]
    places = rng.permutation(spread(rng, np.concatenate(homes), pages))
    aimed = pages * 3 // 4
    span = (WINDOW_START, WINDOW_END)
    half = aimed // 2
    known = made.add(make(world, rng, places[:half], CHINESE, span, country="US", listed="json", serial=serial))
    twice = made.add(make(world, rng, places[half:aimed], CHINESE, span, country="US", listed="both", serial=serial))
    blind = made.add(make(world, rng, places[aimed:], (), span, country="US", listed="feed", serial=serial))
    # Pages that only the visits tie to China: no brand, or one of another country.
    everything = np.concatenate([blind, known, twice])
    since, until = world.home(made.addresses(everything), "US")
    low, high = made.bounds(everything, np.maximum(since, WINDOW_START), np.minimum(until, WINDOW_END))
    assert bool((high[: len(blind)] > low[: len(blind)]).all())
    good = np.flatnonzero(high > low)
    doors = made.addresses(everything)
    other = world.draw("US", answers)
    behind = rng.choice(good, answers)  # a page whose host has a second address
    everything = np.concatenate([everything, everything[behind]])
    low, high = np.concatenate([low, low[behind]]), np.concatenate([high, high[behind]])
    doors = np.concatenate([doors, other])
    last = len(doors) - answers
    forced = np.concatenate([np.arange(len(blind)), np.arange(last, len(doors))])
    good = np.concatenate([good, np.arange(last, len(doors))])
    _visit(world, rng, made, everything, doors, low, high, visitors, world.scaled(14_000, 120), good, forced, last)


def _visit(
    world: World,
    rng: np.random.Generator,
    made: Phishing,
    pages: np.ndarray,
    doors: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    visitors: np.ndarray,
    slots: int,
    good: np.ndarray,
    forced: np.ndarray,
    last: int,
) -> None:
    """Exactly `slots` distinct (address, visitor, slot): first the forced doors, then popular ones.

    A door is a page at an address; from number `last` on a door shows only in lookups.
    """
    popular = rng.pareto(1.2, len(good)) + 0.1
    busy = rng.pareto(1.5, len(visitors)) + 0.2
    size = 3 * slots + len(forced)
    door = np.concatenate([forced, rng.choice(good, size - len(forced), p=popular / popular.sum())])
    who = rng.choice(visitors, size, p=busy / busy.sum())
    time = low[door] + (rng.random(size) * (high[door] - low[door])).astype(np.int64)
    key = np.stack([doors[door], who, time // SLOT])
    _, first = np.unique(key, axis=1, return_index=True)
    chosen = np.sort(first)[:slots]
    assert len(chosen) == slots
    assert chosen[: len(forced)].tolist() == list(range(len(forced)))
    door, who, time = door[chosen], who[chosen], time[chosen]
    manner = rng.random(slots)
    manner[: len(forced)] = 0.5
    asked = (door >= last) | (manner < 0.45)
    fetched = (door < last) & (manner > 0.2)
    page, where = pages[door], doors[door]
    start = time // SLOT * SLOT
    visits = made.visits
    # The lookup comes some seconds before the request, but not before the slot or the stretch began.
    before = np.maximum(np.maximum(start, low[door]), time - 2 * SECOND)
    visits.lookups.append(tuple(values[asked] for values in (before, who, where, page)))
    visits.requests.append(tuple(values[fetched] for values in (time, who, where, page)))
    # The same visitor fetches and asks again and again within the slot: still one operation.
    for share in (0.3, 0.15):
        again = fetched & (rng.random(slots) < share)
        later = np.minimum(start[again] + SLOT, high[door[again]]) - 1
        moment = time[again] + (rng.random(int(again.sum())) * (later - time[again])).astype(np.int64)
        visits.requests.append((moment, who[again], where[again], page[again]))


def _previous(world: World, rng: np.random.Generator, made: Phishing, visitors: np.ndarray, serial: list[int]) -> None:
    """The 61 days before: a third of it."""
    places = spread(rng, world.draw("US", world.scaled(60, 3)), world.scaled(190, 4))
    span = (PREVIOUS_START, WINDOW_START - DAY)
    half = len(places) // 2
    numbers = np.concatenate(
        [
            made.add(make(world, rng, places[:half], CHINESE, span, country="US", listed="json", serial=serial)),
            made.add(make(world, rng, places[half:], CHINESE, span, country="US", listed="both", serial=serial)),
        ]
    )
    low, high = made.bounds(numbers, PREVIOUS_START, WINDOW_START)
    good = np.flatnonzero(high > low)
    nobody = np.empty(0, np.int64)
    slots = world.scaled(4_800, 40)
    _visit(world, rng, made, numbers, made.addresses(numbers), low, high, visitors, slots, good, nobody, len(numbers))


def _others(world: World, rng: np.random.Generator, made: Phishing, visitors: np.ndarray, serial: list[int]) -> None:
    """Pages elsewhere or aimed elsewhere, and who goes there."""
    span = (WINDOW_START, WINDOW_END)
    for country, size in {"DE": 60, "HK": 40, "KR": 30, "RU": 20, "CN": 25}.items():
        places = spread(rng, world.draw(country, world.scaled(size // 3, 2)), world.scaled(size, 3))
        pages = made.add(make(world, rng, places, CHINESE, span, country=country, listed="both", serial=serial))
        _some(rng, made, pages, visitors, world.scaled(size * 20, 20))
    # Hosts that left the US in April: German from then on.
    places = world.draw("US>DE", world.scaled(12, 2))
    late = make(world, rng, places, CHINESE, span, country="DE", listed="both", serial=serial)
    _some(rng, made, made.add(late), visitors, world.scaled(300, 10))
    # In the US, but aimed at others and visited by others only.
    for country, brands in {
        "US": ("PayPal", "Wells Fargo", "Apple"),
        "JP": ("Rakuten", "Mizuho Bank"),
        "DE": ("Sparkasse", "Deutsche Bank"),
    }.items():
        places = spread(rng, world.draw("US", world.scaled(50, 2)), world.scaled(120, 3))
        pages = made.add(make(world, rng, places, brands, span, country="US", listed="both", serial=serial))
        guests = world.draw(country, world.scaled(900, 10))
        _some(rng, made, pages, guests, world.scaled(2_500, 20))
    # Visitors from elsewhere at the very pages that count for China.
    shared = np.arange(world.scaled(563, 12))
    since, until = world.home(made.addresses(shared), "US")
    steady = shared[(since == 0) & (until > COVER_END)]
    for country in ("JP", "KR", "TW", "US"):
        _some(rng, made, steady, world.draw(country, world.scaled(300, 5)), world.scaled(1_200, 10))
    # A brand of China, but no list says where the page is: target China, origin unknown.
    nowhere = spread(rng, world.draw("US", world.scaled(30, 2)), world.scaled(60, 3))
    made.add(make(world, rng, nowhere, CHINESE, span, country=None, listed="csv", serial=serial))


def _some(rng: np.random.Generator, made: Phishing, pages: np.ndarray, visitors: np.ndarray, size: int) -> None:
    """Visits that count, but not for the pair of the bulletin."""
    low, high = made.bounds(pages, COVER_START, COVER_END)
    good = np.flatnonzero(high > low)
    if len(good):
        door, who = rng.choice(good, size), rng.choice(visitors, size)
        time = low[door] + (rng.random(size) * (high[door] - low[door])).astype(np.int64)
        made.visits.requests.append((time, who, made.addresses(pages[door]), pages[door]))
        part = rng.random(size) < 0.3
        made.visits.lookups.append((time[part], who[part], made.addresses(pages[door][part]), pages[door][part]))


def _noise(world: World, rng: np.random.Generator, made: Phishing, botnets: Botnets, serial: list[int]) -> None:
    """Traffic that looks the part and must not count."""
    shared = np.arange(world.scaled(563, 12))
    hosts = [made.pages[n].host for n in range(len(made.pages))]
    alone = np.array([n for n in shared if not made.pages[n].whole_host and hosts.count(made.pages[n].host) == 1])
    strangers = world.draw("CN", world.scaled(700, 10))
    # Before a list named the page, or a day and more after the last sighting lapsed.
    size = world.scaled(2_500, 20)
    page, who = rng.choice(alone, size), rng.choice(strangers, size)
    early = np.array([made.pages[n].sightings[0] for n in page]) - DAY
    late = np.array([made.pages[n].sightings[-1] for n in page]) + 8 * DAY
    time = np.where(
        rng.random(size) < 0.5,
        early - (rng.random(size) * 20 * DAY).astype(np.int64),
        late + (rng.random(size) * 20 * DAY).astype(np.int64),
    )
    inside = (time > COVER_START) & (time < COVER_END)
    made.visits.requests.append(tuple(v[inside] for v in (time, who, made.addresses(page), page)))
    # Another path on the same host: not the listed page.
    page, who = rng.choice(alone, size), rng.choice(strangers, size)
    low, high = made.bounds(page, COVER_START, COVER_END)
    good = high > low
    time = low + (rng.random(size) * np.maximum(high - low, 1)).astype(np.int64)
    made.visits.elsewhere.append(tuple(v[good] for v in (time, who, made.addresses(page), page)))
    # Scanners of a research project, and clients in private space.
    private = world.named([f"172.16.{n}.9" for n in range(40)])
    for guests, many in ((botnets.scanners, 1_500), (private, 1_500)):
        _some(rng, made, shared, guests, world.scaled(many, 10))
    # Listed before the window ends, visited only in the hours that are 19 May in Shanghai and 18 May in UTC.
    span = (WINDOW_END - 3 * DAY, WINDOW_END - 2 * DAY)
    for brands, begin in ((("PayPal",), span[0]), (CHINESE, WINDOW_END)):
        places = world.draw("US", world.scaled(9, 2))
        limits = (begin, begin + (7 * HOUR if begin == WINDOW_END else DAY))
        pages = made.add(make(world, rng, places, brands, limits, country="US", listed="json", serial=serial))
        if begin != WINDOW_END:
            size = world.scaled(200, 6)
            page, who = rng.choice(pages, size), rng.choice(strangers, size)
            time = WINDOW_END + (rng.random(size) * 8 * HOUR).astype(np.int64)
            made.visits.requests.append((time, who, made.addresses(page), page))
