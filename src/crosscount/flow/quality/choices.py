"""Which editions could have placed a window: each basis by its days, and each edition alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from crosscount.flow import editions
from crosscount.model.place import Basis
from crosscount.model.window import Window
from crosscount.reference.ranges import COUNTRY
from crosscount.settings import Settings

__all__ = ["Choice", "choices", "placer"]

ENOUGH = 2  # of the user's editions, beside which that of the installation, of another time, has nothing to add
MOST = 6  # editions of one basis that are tried alone; of more, the first, the last and some between


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to place every day of a window."""

    basis: str
    edition: str  # "": each day by its own
    of_day: Mapping[date, str]  # UTC day → id

    @property
    def key(self) -> tuple[str, str]:
        """Basis and edition, as a cell names them."""
        return self.basis, self.edition


def choices(window: Window, settings: Settings, among: Collection[str] | None = None) -> list[Choice]:
    """Every basis that has an edition, and each edition alone. With `among`, of these editions only."""
    days = window.utc_days()
    known = editions.known(settings)
    out: dict[tuple[str, str], Choice] = {}
    for basis in editions.BASES:
        only = _by(settings, basis)
        chosen = {day: editions.choose(only, COUNTRY, day, among)[0] for day in days}
        of_day = {day: edition.id for day, edition in chosen.items() if edition and edition.basis is basis}
        if len(of_day) < len(days):
            continue  # only the embedded edition is left, which is of another basis
        names = sorted(set(of_day.values()), key=lambda name: (known[name].day, name))
        if len(names) > 1:
            choice = Choice(basis.value, "", of_day)
            out[choice.key] = choice
        for name in _some(names):
            choice = Choice(basis.value, name, dict.fromkeys(days, name))
            out[choice.key] = choice
    alone = {choice.edition for choice in out.values() if choice.edition}
    for edition in known.values() if len(alone) < ENOUGH else ():
        if edition.embedded and (among is None or edition.id in among):
            choice = Choice(edition.basis.value, edition.id, dict.fromkeys(days, edition.id))
            out.setdefault(choice.key, choice)
    return list(out.values())


def placer(settings: Settings, edition: str, day: date) -> editions.Placer:
    """Places by that edition whatever the day."""
    known = editions.known(settings)[edition]
    return editions.placer(_by(settings, known.basis), day, () if known.embedded else (edition,))


def _by(settings: Settings, basis: Basis) -> Settings:
    return replace(settings, placing=replace(settings.placing, basis=(basis.value,)))


def _some(names: list[str]) -> list[str]:
    if len(names) <= MOST:
        return names
    return [names[round(place * (len(names) - 1) / (MOST - 1))] for place in range(MOST)]
