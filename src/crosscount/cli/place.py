"""crosscount place: where an address is on a day, and who says so."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
import typer

from crosscount.cli.options import day
from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.cli.verb import verb
from crosscount.errors import InputError
from crosscount.flow import editions as step
from crosscount.kernels.cleaning import ip

__all__ = ["app", "place"]

app = typer.Typer()
HEAD = ("address", "country", "ASN", "basis", "edition", "network edition")


@verb(app)
def place(
    session: Session,
    addresses: Annotated[list[str], typer.Argument(metavar="ADDRESS…", help="IPv4 or IPv6 addresses")],
    on: Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help="UTC day as of which to place them")],
) -> None:
    """Place addresses as of a day: country, network, basis, edition."""
    placer = step.placer(session.settings, day(on, "--on"))
    parsed = ip.parse(pa.array(addresses))
    for text, failed in zip(addresses, parsed.failed or [], strict=False):
        if failed.as_py():
            raise InputError(f"'{text}' is not an IP address; expected one such as 192.0.2.1 or 2001:db8::1")
    placed = placer.place(parsed.values).to_pylist()
    found = [
        {"address": text, **row, "edition": placer.edition, "network_edition": placer.asn_edition}
        for text, row in zip(addresses, placed, strict=True)
    ]
    # A network is a name, not an amount: its digits are not grouped.
    rows = [tuple("" if cell is None else str(cell) for cell in each.values()) for each in found]
    session.result({"on": on, "placed": found, "notes": placer.notes}, [table(HEAD, rows)])
    for note in placer.notes:
        session.remark(f"note: {note}")
