"""Conclusions → rows of `threats`: both ends placed as of the day.

The target's country comes from its address, else the user's table of sites or the site's country-code domain, else the
brand that a page imitates, else it is ZZ; `target_basis` says which. An origin has its address only.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.flow.editions import Placer
from crosscount.kernels.cleaning.columns import always
from crosscount.kernels.placing.targets import Targets
from crosscount.model.place import UNKNOWN
from crosscount.model.tables import THREATS

__all__ = ["ROWS", "placed"]

ROWS = pa.schema([field for field in THREATS if field.name != "day"])  # the day is a partition


def placed(conclusions: pa.Table, placer: Placer, targets: Targets) -> pa.Table:
    """The rows of `threats` for conclusions that one placer is good for, in the same order; words as dictionaries."""
    rows = conclusions.combine_chunks()
    origin, target = (placer.place(_one(rows, name)) for name in ("origin_ip", "target_ip"))
    country, basis = target.column("country"), target.column("basis")
    for name, asked in (("site", targets.of_site), ("brand", targets.of_brand)):
        if rows.column(name).null_count == rows.num_rows:
            continue
        said, ground = asked(_one(rows, name))
        better = pc.and_(pc.equal(country, UNKNOWN), pc.not_equal(said, UNKNOWN))
        country, basis = (
            pc.if_else(better, new, old.dictionary_decode()).dictionary_encode()
            for new, old in ((said, country), (ground, basis))
        )
    columns = {
        "origin_country": origin.column("country"),
        "origin_asn": origin.column("asn"),
        "origin_basis": origin.column("basis"),
        "target_country": country,
        "target_asn": target.column("asn"),
        "target_basis": basis,
        "edition": always(placer.edition, rows.num_rows),
        "asn_edition": always(placer.asn_edition, rows.num_rows),
    }
    return pa.table({name: columns[name] if name in columns else rows.column(name) for name in ROWS.names})


def _one(rows: pa.Table, name: str) -> pa.Array:
    return pa.concat_arrays(rows.column(name).chunks) if rows.num_rows else pa.nulls(0, rows.column(name).type)
