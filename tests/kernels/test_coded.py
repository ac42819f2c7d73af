"""Values as numbers that sort as the values do."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from crosscount.kernels.counting.coded import addresses, bytes_of, used, words_of

MEMBERS = st.lists(
    st.one_of(st.none(), st.binary(min_size=16, max_size=16), st.integers(0, 2**32 - 1).map(lambda n: four(n))),
    max_size=30,
)


def four(number: int) -> bytes:
    return bytes(10) + b"\xff\xff" + number.to_bytes(4, "big")


@given(MEMBERS, st.integers(0, 5))
def test_words_are_those_of_the_bytes_however_they_lie(members: list[bytes | None], skipped: int) -> None:
    plain = pa.array(members, pa.binary())
    # In the second, bytes of what is null stay in the buffer.
    hidden = pc.if_else(plain.is_valid(), plain, pa.scalar(None, pa.binary()))
    for column in (plain.slice(skipped), hidden.slice(skipped), plain.cast(pa.binary(16)).slice(skipped)):
        found = words_of(column, 16)
        assert [row.astype(">u8").tobytes() for row in found] == [one or bytes(16) for one in members[skipped:]]


@given(MEMBERS)
def test_addresses_sort_as_their_bytes_and_come_back(members: list[bytes | None]) -> None:
    coded = addresses(pa.array(members, pa.binary()))
    order = sorted(range(len(members)), key=lambda n: (members[n] is None, members[n] or b""))
    numbers = coded.number[order].tolist()
    assert numbers == sorted(numbers)
    ipv4, other = coded.decode(coded.number)
    assert [row.tobytes() for row in bytes_of(ipv4, other)] == [one or bytes(16) for one in members]


@given(st.lists(st.integers(0, 50), min_size=1))
def test_only_numbers_that_are_used_are_ranked(numbers: list[int]) -> None:
    distinct = sorted(set(numbers))
    for size in (51, 1 << 30):  # looked up in a table, and sorted
        found, rank = used(pa.array(numbers, pa.uint64()).to_numpy(), size)
        assert found.tolist() == distinct
        assert rank.tolist() == [distinct.index(number) for number in numbers]


def test_numbers_of_any_size_are_ranked_alike() -> None:
    random = np.random.default_rng(2014)
    for size in (1, 1 << 20, (1 << 20) + 1, 1 << 40, 1 << 63):
        for rows in (0, 1, 3_000):
            number = random.integers(0, size, rows, dtype=np.uint64)
            number = number[random.integers(0, max(1, rows), rows)]  # some more than once
            distinct, rank = np.unique(number, return_inverse=True)
            found = used(number, size)
            assert found[0].tolist() == distinct.tolist()
            assert found[1].tolist() == rank.tolist()
