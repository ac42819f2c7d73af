"""Trees and pseudonyms: what is in has a proof, what is not has another, and nothing else holds."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from crosscount.kernels.proving.merkle import Tree, holds
from crosscount.kernels.proving.pseudonyms import pseudonym, pseudonyms, salt

LEAVES = st.lists(st.binary(min_size=1, max_size=4), min_size=1, max_size=40, unique=True).map(sorted)


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.1, word by word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\1" + plain_root(leaves[:half]) + plain_root(leaves[half:])).digest()


@given(LEAVES)
def test_the_root_is_that_of_the_standard(leaves: list[bytes]) -> None:
    assert Tree(leaves).root == plain_root(leaves)


def test_a_tree_of_nothing_has_a_root() -> None:
    assert Tree([]).root == sha256().digest()


@given(LEAVES, st.data())
def test_every_leaf_has_a_proof_and_no_other_has(leaves: list[bytes], data: st.DataObject) -> None:
    tree, number = Tree(leaves), len(leaves)
    index = data.draw(st.integers(0, number - 1))
    place = tree.place(index)
    assert holds(place, number, tree.root)
    assert not holds(replace(place, leaf=place.leaf + b"x"), number, tree.root)
    assert not holds(replace(place, index=index + number), number, tree.root)
    assert not holds(replace(place, path=(*place.path, b"\0" * 32)), number, tree.root)
    other = data.draw(st.integers(0, number - 1))
    if other != index:
        assert not holds(replace(place, index=other), number, tree.root)


KEY = bytes(range(32))


def test_a_member_has_another_pseudonym_in_every_cell_statement_and_key() -> None:
    members, cells = pa.array([b"a", b"a", b"b"]), pa.array(["", "US", ""])
    first = pseudonyms(cells, members, KEY, "one").to_pylist()
    assert len({*first, *pseudonyms(cells, members, KEY, "two").to_pylist()}) == 6
    assert not {*first} & {*pseudonyms(cells, members, bytes(32), "one").to_pylist()}
    assert first == [
        pseudonym(m, salt(KEY, "one", c, m)) for c, m in zip(["", "US", ""], [b"a", b"a", b"b"], strict=True)
    ]


def test_a_salt_opens_one_pseudonym() -> None:
    told = salt(KEY, "one", "", b"a")
    assert pseudonym(b"b", told) not in pseudonyms(pa.array(["", ""]), pa.array([b"a", b"b"]), KEY, "one").to_pylist()
