"""Reference tables of the synthetic world: country editions, networks, and the user's own tables and settings."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from blocks import BLOCKS, Block
from files import write
from pages import BRANDS
from world import EDITION_DAYS

__all__ = ["NOTICE", "write_reference", "write_settings"]

NOTICE = "SYNTHETIC: invented by examples/spring_2014; says nothing about the real holders of these addresses"
REGISTRIES = ("afrinic", "apnic", "arin", "lacnic", "ripencc")


def write_reference(folder: Path, sites: dict[str, str], scanners: Iterable[str], sinkholes: Iterable[str]) -> None:
    """Three country editions in two formats, one table of networks, four tables of the user."""
    rows = [f"# {NOTICE}", "start,end,country"]
    rows += [f"{block.network[0]},{block.network[-1]},{block.countries[0]}" for block in BLOCKS]
    write(folder / f"countries_{EDITION_DAYS[0].isoformat()}.csv", "\n".join(rows), "\n")
    for edition, day in enumerate(EDITION_DAYS[1:], start=1):
        for registry in REGISTRIES:
            mine = [block for block in BLOCKS if block.registry == registry]
            stamp = f"{day:%Y%m%d}"
            rows = [f"# {NOTICE}", f"2|{registry}|{stamp}|{len(mine)}|19840101|{stamp}|+0000",
                    f"{registry}|*|ipv4|*|{sum(block.version == 4 for block in mine)}|summary",
                    f"{registry}|*|ipv6|*|{sum(block.version == 6 for block in mine)}|summary"]  # fmt: skip
            rows += [_delegated(block, registry, edition) for block in mine]
            write(folder / f"delegated-{registry}-extended-{stamp}", "\n".join(rows), "\n")
    rows = [f"; {NOTICE}", "; IP-ASN32-DAT file"]
    for block in BLOCKS:
        rows += [f"{part}\t{block.asn + 1_000 * number}" for number, part in enumerate(_parts(block.network))]
    write(folder / "networks_2014-01-01.dat", "\n".join(rows), "\n")
    write(folder / "sites.csv", "host,country\n", "".join(f"{host},{country}\n" for host, country in sites.items()))
    write(
        folder / "brands.csv", "brand,country\n", "".join(f"{brand},{country}\n" for brand, country in BRANDS.items())
    )
    write(folder / "scanners.txt", f"# {NOTICE}\n", "".join(f"{address}\n" for address in scanners))
    write(folder / "sinkholes.txt", f"# {NOTICE}\n", "".join(f"{address}\n" for address in sinkholes))


def _parts(network: IPv4Network | IPv6Network) -> list[IPv4Network | IPv6Network]:
    """Four networks announce a block of IPv4, one a block of IPv6."""
    return list(network.subnets(prefixlen_diff=2)) if network.version == 4 else [network]


def _delegated(block: Block, registry: str, edition: int) -> str:
    size = block.size if block.version == 4 else block.network.prefixlen
    kind, start = f"ipv{block.version}", block.network[0]
    return f"{registry}|{block.countries[edition]}|{kind}|{start}|{size}|20100101|allocated|synthetic-{block.asn}"


def write_settings(file: Path) -> None:
    """The settings under which the demo runs the product."""
    write(
        file,
        f"""# {NOTICE}
store = "store"
timezone = "Asia/Shanghai"
publisher = "Synthetic CERT (demo)"

[targets]
sites = "reference/sites.csv"
brands = "reference/brands.csv"

[contamination]
scanners = ["reference/scanners.txt"]
sinkholes = ["reference/sinkholes.txt"]
""",
    )
