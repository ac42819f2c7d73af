"""Conclusions → rows of `threats`: both ends placed as of the day.

The target's country comes from its address, else the user's table of sites or the site's country-code domain, else the
brand that a page imitates, else it is ZZ; `target_basis` says which. An origin has its address only.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.flow.editions import Placer
from crosscount.kernels.placing.targets import Targets
from crosscount.model.place import UNKNOWN
from crosscount.model.tables import THREATS

__all__ = ["ROWS", "placed"]

ROWS = pa.schema([field for field in THREATS if field.name != "day"])  # the day is a partition


def placed(conclusions: pa.Table, placer: Placer, targets: Targets) -> pa.Table:
    """The rows of `threats` for conclusions that one placer is good for, in the same order."""
    rows = conclusions.combine_chunks()
    origin, target = (placer.place(_one(rows, name)) for name in ("origin_ip", "target_ip"))
    country, basis = target.column("country"), target.column("basis")
    for said, ground in (targets.of_site(_one(rows, "site")), targets.of_brand(_one(rows, "brand"))):
        better = pc.and_(pc.equal(country, UNKNOWN), pc.not_equal(said, UNKNOWN))
        country, basis = pc.if_else(better, said, country), pc.if_else(better, ground, basis)
    columns = {
        "origin_country": origin.column("country"),
        "origin_asn": origin.column("asn"),
        "origin_basis": origin.column("basis"),
        "target_country": country,
        "target_asn": target.column("asn"),
        "target_basis": basis,
        "edition": pa.repeat(placer.edition, rows.num_rows),
        "asn_edition": pa.repeat(placer.asn_edition, rows.num_rows),
    }
    return pa.table([columns[name] if name in columns else rows.column(name) for name in ROWS.names], schema=ROWS)


def _one(rows: pa.Table, name: str) -> pa.Array:
    return pa.concat_arrays(rows.column(name).chunks) if rows.num_rows else pa.nulls(0, rows.column(name).type)
