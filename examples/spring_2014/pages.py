"""Phishing pages: where they are, whom they imitate, and which lists name them when."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from world import COVER_END, COVER_START, DAY, HOUR, SECOND, World, micros

__all__ = ["BRANDS", "CHINESE", "FEED_DAYS", "Page", "make", "spread"]

BRANDS = {
    "Taobao": "CN",
    "Alipay": "CN",
    "ICBC": "CN",
    "Bank of China": "CN",
    "China Mobile": "CN",
    "Tencent QQ": "CN",
    "PayPal": "US",
    "Wells Fargo": "US",
    "Apple": "US",
    "Rakuten": "JP",
    "Mizuho Bank": "JP",
    "Sparkasse": "DE",
    "Deutsche Bank": "DE",
}
BY_NAME = {"ccb.com.cn": "CN"}  # a brand that is itself a host name, and in no table
CHINESE = (*(brand for brand, country in BRANDS.items() if country == "CN"), *BY_NAME)
FEED_DAYS = tuple(range(COVER_START, micros(2014, 5, 21), 3 * DAY))  # days on which the second list was fetched
VALID = 7 * DAY  # how long a sighting counts
WORDS = ("login", "secure", "account", "verify", "update", "service", "signin", "webscr", "member", "wap")
FOLDERS = ("/images/", "/wp-content/themes/", "/.well-known/", "/~user/", "/cgi-bin/", "/data/cache/", "/")
ENDINGS = ("com", "net", "info", "org", "cn", "com.cn", "biz", "tk")


@dataclass
class Page:
    """One page and everything that lists say of it."""

    url: str  # canonical
    host: str
    address: int
    brand: str  # "" if no list names one
    tank: int | None  # when it was submitted to the first list
    with_address: bool  # that list says where it is (JSON), or does not (CSV)
    feeds: list[int] = field(default_factory=list)  # days on which the second list named it
    written: str = ""  # how lists write it, where that is not the canonical form

    @property
    def sightings(self) -> list[int]:
        """Every instant at which a list named it."""
        return sorted(([] if self.tank is None else [self.tank]) + self.feeds)

    @property
    def low(self) -> int:
        """From here on a visit counts for certain."""
        return self.sightings[0] + 9 * HOUR

    @property
    def high(self) -> int:
        """Until here a visit counts for certain: sightings are closer together than they are valid."""
        return self.sightings[-1] + VALID - 9 * HOUR

    @property
    def whole_host(self) -> bool:
        """The list means everything on that host."""
        return self.url.count("/") == 3 and self.url.endswith("/")

    @property
    def brand_country(self) -> str:
        """The country of whom it imitates."""
        return {**BRANDS, **BY_NAME}.get(self.brand, "ZZ")


def spread(rng: np.random.Generator, addresses: np.ndarray, size: int) -> np.ndarray:
    """An address for each page: every address at least one page, some many."""
    weight = rng.pareto(1.3, len(addresses)) + 0.1
    return np.concatenate([addresses, rng.choice(addresses, max(0, size - len(addresses)), p=weight / weight.sum())])[
        :size
    ]


def make(
    world: World,
    rng: np.random.Generator,
    addresses: np.ndarray,
    brands: tuple[str, ...],
    span: tuple[int, int],
    *,
    country: str | None,
    listed: str,
    serial: list[int],
) -> list[Page]:
    """One page for each address given, first listed within the span and while the address is in that country.

    `listed` is "json" (with address and brand), "csv" (brand, no address), "feed" (neither) or "both" (json and feed).
    """
    made: list[Page] = []
    size = len(addresses)
    since, until = world.home(addresses, country) if country else (np.zeros(size, np.int64), np.full(size, COVER_END))
    low, high = np.maximum(since, span[0]), np.minimum(until, span[1])
    room = 5 * DAY if listed == "feed" else DAY  # a feed names a page up to three days late
    room = np.minimum(room, (high - low) // 2)
    seen = (low + rng.random(size) * (high - low - room)).astype(np.int64) // SECOND * SECOND
    hosts: dict[int, str] = {}
    for address, first, limit in zip(addresses.tolist(), seen.tolist(), high.tolist(), strict=True):
        serial[0] += 1
        brand = brands[int(rng.integers(len(brands)))] if brands else ""
        fresh, root, kind, word, folder = rng.random(5)
        if address not in hosts or fresh < 0.6 or root < 0.05:
            hosts[address] = _host(brand, WORDS[int(word * len(WORDS))], serial[0], fresh)
        host = hosts[address]
        path = (
            "/" if root < 0.05 else f"{FOLDERS[int(folder * len(FOLDERS))]}{WORDS[int(word * len(WORDS))]}{serial[0]}"
        )
        if path != "/":
            path += (".html", ".php", "/index.php?session=run", "/")[int(kind * 4)]
        scheme = "https" if 0.05 < root < 0.12 else "http"
        written = host
        if host.startswith("xn--"):
            written = host.encode("ascii").decode("idna")
        page = Page(f"{scheme}://{host}{path}", host, address, brand, None, listed in ("json", "both"))
        page.written = f"{scheme}://{written}{path}"
        if listed != "feed":
            page.tank = first
        if listed in ("feed", "both"):
            days = [day for day in FEED_DAYS if day >= first and (listed != "feed" or day < limit)]
            page.feeds = days[: int(rng.integers(1, 5))]
        if root < 0.05:
            del hosts[address]  # nothing else on a host that is listed as a whole
        made.append(page)
    return made


def _host(brand: str, word: str, serial: int, chance: float) -> str:
    name = "".join(letter for letter in brand.lower() if letter.isalnum()) or "mail"
    host = f"{name}-{word}.synthetic{serial:05d}.{ENDINGS[serial % len(ENDINGS)]}"
    if serial % 41 == 0:
        host = f"支付{serial}.synthetic.{ENDINGS[serial % len(ENDINGS)]}".encode("idna").decode("ascii")
    return f"www.{host}" if chance < 0.1 and not host.startswith("xn--") else host
