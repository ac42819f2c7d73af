"""The country table that came with the installation."""

from __future__ import annotations

from datetime import date

from crosscount.model.place import Basis
from crosscount.reference import embedded
from tests.kernels.address_ranges import addresses


def test_well_known_addresses_are_placed() -> None:
    asked = addresses(["8.8.8.8", "1.2.4.8", "2001:da8::1", "8.8.8.8", "192.0.2.1", None])
    assert embedded.EmbeddedCountries().country(asked).to_pylist() == ["US", "CN", "CN", "US", None, None]


def test_the_edition_names_package_version_and_day() -> None:
    edition = embedded.edition()
    assert edition.id.startswith("registered-embedded-iptocc-")
    assert (edition.embedded, edition.basis, edition.files) == (True, Basis.REGISTERED, ())
    assert edition.day >= date(2026, 10, 27)
