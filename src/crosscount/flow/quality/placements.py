"""The figures of addresses as each edition would have placed both ends of their rows: exact, a batch at a time.

A target that an edition cannot place goes the way it went when it was concluded: by its site, or by the brand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.flow import editions
from crosscount.flow.quality.choices import Choice, placer
from crosscount.flow.quality.gather import Distinct, clean, of_kinds
from crosscount.kernels.counting.members import members
from crosscount.model.figure import Figure
from crosscount.model.place import UNKNOWN, Basis
from crosscount.settings import Settings

__all__ = ["COLUMNS", "Placements"]

COLUMNS = ("kind", "tags", "origin_ip", "target_ip", "site", "target_country", "target_basis")


class Placements:
    """Gathers the members of each figure with the choices under which they are of the pair."""

    def __init__(
        self, figures: Sequence[Figure], pair: Mapping[str, str], choices: Sequence[Choice], settings: Settings
    ) -> None:
        self._figures, self._choices, self._settings = figures, choices, settings
        self._origin, self._target = pair["origin_country"], pair["target_country"]
        self._targets = editions.targets(settings)
        self._names = [f"choice {number}" for number in range(len(choices))]
        self._members = {figure.id: Distinct(("member",), tuple(self._names)) for figure in figures}

    def add(self, day: date, batch: pa.RecordBatch) -> None:
        """Rows of one UTC day, inside the window."""
        table = of_kinds(pa.table(batch.select(COLUMNS)), self._figures)
        rows = table.group_by(list(COLUMNS)).aggregate([]).combine_chunks()
        if not rows.num_rows:
            return
        ends = {name: rows.column(name).combine_chunks().dictionary_encode() for name in ("origin_ip", "target_ip")}
        by_site = self._targets.of_site(rows.column("site").combine_chunks())[0]
        branded = pc.equal(rows.column("target_basis"), Basis.BRAND.value)
        otherwise = pc.if_else(pc.and_(branded, pc.equal(by_site, UNKNOWN)), rows.column("target_country"), by_site)
        within: dict[str, pa.Array] = {}
        for edition in {choice.of_day[day] for choice in self._choices}:
            by = placer(self._settings, edition, day)
            origin, target = (_placed(end, by) for end in ends.values())
            target = pc.if_else(pc.equal(target, UNKNOWN), otherwise, target)
            within[edition] = pc.and_(pc.equal(origin, self._origin), pc.equal(target, self._target))
        flags = [within[choice.of_day[day]] for choice in self._choices]
        for figure in self._figures:
            keep = pc.and_(clean(rows, figure.without), pc.is_in(rows.column("kind"), _kinds(figure)))
            member = members(rows, figure.unit)
            table = pa.table([member, *flags], names=["member", *self._names])
            keep = pc.and_(keep, pc.and_(pc.is_valid(member), _any(flags)))
            self._members[figure.id].add(table.filter(keep))

    def found(self) -> dict[str, dict[tuple[str, ...], int]]:
        """Figure → (basis, edition) → size of the set."""
        out = {}
        for name, gathered in self._members.items():
            table = gathered.table()
            sizes = (pc.sum(table.column(column)).as_py() or 0 for column in self._names)
            out[name] = dict(zip((choice.key for choice in self._choices), sizes, strict=True))
        return out  # type: ignore[return-value]


def _placed(end: pa.DictionaryArray, by: editions.Placer) -> pa.Array:
    """The country of each row's address, ZZ where it has none."""
    return by.place(end.dictionary).column("country").dictionary_decode().take(end.indices).fill_null(UNKNOWN)


def _kinds(figure: Figure) -> pa.Array:
    return pa.array([kind.value for kind in figure.kinds], pa.string())


def _any(flags: Sequence[pa.Array]) -> pa.Array:
    out = flags[0]
    for flag in flags[1:]:
        out = pc.or_(out, flag)
    return out
