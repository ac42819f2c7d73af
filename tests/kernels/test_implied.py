"""What a written quantity allows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crosscount.kernels.claiming.implied import divided, implied, last_place
from crosscount.model.claim import ClaimKind, Interval, Modifier

COUNT, SHARE, RATIO = ClaimKind.COUNT, ClaimKind.SHARE, ClaimKind.RATIO
MILLION = Decimal(1_000_000)

# digits, scale, modifier, kind, allowed, refused
WRITTEN = [
    ("2077", 1, Modifier.EXACT, COUNT, ["2077"], ["2076", "2078"]),
    ("1.18", MILLION, Modifier.EXACT, COUNT, ["1175000", "1184999"], ["1174999", "1185000"]),
    ("14000", 1, Modifier.EXACT, COUNT, ["13500", "14499"], ["13499", "14500"]),
    ("1060000", 1, Modifier.EXACT, COUNT, ["1055000", "1064999"], ["1065000"]),
    ("10", 1, Modifier.EXACT, COUNT, ["10"], ["9", "11"]),
    ("1.9", MILLION, Modifier.NEARLY, COUNT, ["1800000", "1899999"], ["1900000", "1799999"]),
    ("15349", 1, Modifier.ABOUT, COUNT, ["15000", "15349", "16000"], ["14000", "17000"]),
    ("2", MILLION, Modifier.NEARLY, COUNT, ["1500000", "1999999"], ["1180000", "2000000"]),
    ("1000", 1, Modifier.ABOUT, COUNT, ["500", "1500"], ["50", "499", "1501"]),
    ("3", MILLION, Modifier.ABOUT, COUNT, ["2250000", "3750000"], ["2000000", "4000000"]),
    ("8", MILLION, Modifier.ABOUT, COUNT, ["7000000", "9000000"], ["6900000"]),
    ("2", MILLION, Modifier.MORE_THAN, COUNT, ["2000000", "9000000"], ["1999999"]),
    ("500", 1, Modifier.UP_TO, COUNT, ["0", "500"], ["501"]),
    ("96", 1, Modifier.EXACT, SHARE, ["95.5", "96.4"], ["95.4", "96.5"]),
    ("73.1", 1, Modifier.EXACT, SHARE, ["73.05"], ["73.0", "73.15"]),
    ("50", 1, Modifier.MORE_THAN, SHARE, ["50.1", "100"], ["50"]),
]


@pytest.mark.parametrize(("digits", "scale", "modifier", "kind", "allowed", "refused"), WRITTEN)
def test_a_written_number_stands_for_what_rounds_to_it(digits, scale, modifier, kind, allowed, refused) -> None:
    place = last_place(digits, Decimal(scale))
    interval = implied(Decimal(digits) * scale, place, modifier, kind)
    assert [value for value in allowed if not interval.holds(Decimal(value))] == []
    assert [value for value in refused if interval.holds(Decimal(value))] == []


@pytest.mark.parametrize(
    ("value", "modifier", "kind", "allowed", "refused"),
    [
        ("25", Modifier.EXACT, SHARE, ["22.5", "27.5"], ["22", "28"]),
        ("50", Modifier.NEARLY, SHARE, ["45", "49.9"], ["44.9", "50"]),
        ("2", Modifier.EXACT, RATIO, ["1.9", "2.1"], ["1.8", "2.2"]),
        ("2", Modifier.MORE_THAN, RATIO, ["2.5"], ["1.9"]),
    ],
)
def test_a_number_in_words_is_looser(value, modifier, kind, allowed, refused) -> None:
    interval = implied(Decimal(value), Decimal(1), modifier, kind, worded=True)
    assert all(interval.holds(Decimal(each)) for each in allowed)
    assert not any(interval.holds(Decimal(each)) for each in refused)


def test_a_quotient_of_rounded_numbers_is_an_interval() -> None:
    million = [
        Interval(Decimal(low), Decimal(high), False, True) for low, high in (("4.285", "4.295"), ("5.515", "5.525"))
    ]
    quotient = divided(*million)
    assert quotient is not None
    assert quotient.holds(Decimal("0.777"))
    assert not quotient.holds(Decimal("0.78"))


def test_intervals_meet_where_they_share_a_number() -> None:
    low, high = Interval(Decimal(1), Decimal(2), high_open=True), Interval(Decimal(2), None)
    assert not low.meets(high)
    assert Interval(Decimal(1), Decimal(2)).meets(high)
    assert Interval(None, None).meets(low)
