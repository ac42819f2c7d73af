"""Options that several verbs share, and their checks."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import pycountry
import typer

from crosscount.errors import InputError
from crosscount.model.window import Window

__all__ = [
    "Family",
    "First",
    "Key",
    "Last",
    "Network",
    "Origin",
    "Target",
    "Timezone",
    "country",
    "day",
    "narrowed",
    "optional_day",
    "window",
]

ELSEWHERE = ("ZZ", "EU", "AP", "XK")  # unplaceable, and what registries write beside ISO 3166-1

First = Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="First day, included")]
Last = Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day, included")]
Key = Annotated[
    str | None,
    typer.Option(metavar="KEY", help="Whose signature is expected: a fingerprint, or a file with it or the public key"),
]
Timezone = Annotated[
    str | None, typer.Option(metavar="ZONE", help="Zone of the days, e.g. Asia/Shanghai (default: of the settings)")
]
Origin = Annotated[str | None, typer.Option(metavar="CC", help="Only this origin country, e.g. US")]
Target = Annotated[str | None, typer.Option(metavar="CC", help="Only this target country, e.g. CN")]
Network = Annotated[int | None, typer.Option(metavar="ASN", help="Only members in this network, e.g. 64500")]
Family = Annotated[str | None, typer.Option(metavar="NAME", help="Only this malware family")]


def day(text: str, option: str) -> date:
    """The date that an option gives; InputError if there is no such day."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass  # told below, as for a text of another length
    raise InputError(f"{option} is '{text}', expected a day such as 2014-03-19")


def optional_day(text: str | None, option: str) -> date | None:
    """As `day`, for an option that may be left out."""
    return None if text is None else day(text, option)


def window(first: str, last: str, timezone: str) -> Window:
    """The days from `first` to `last`, both included."""
    return Window(day(first, "--from"), day(last, "--to"), timezone)


def narrowed(
    *, origin: str | None = None, target: str | None = None, network: int | None = None, family: str | None = None
) -> dict[str, str]:
    """The dimensions that were given, as compute wants them."""
    given = {
        "origin_country": None if origin is None else country(origin, "--origin"),
        "target_country": None if target is None else country(target, "--target"),
        "network": None if network is None else str(network),
        "family": family,
    }
    return {dimension: value for dimension, value in given.items() if value is not None}


def country(code: str, option: str) -> str:
    """The code in capitals; InputError if no country and no registry has it."""
    if code.upper() not in ELSEWHERE and (len(code) != 2 or pycountry.countries.get(alpha_2=code.upper()) is None):
        raise InputError(f"{option} is '{code}', expected two letters of ISO 3166-1 such as US, or ZZ for unplaceable")
    return code.upper()
