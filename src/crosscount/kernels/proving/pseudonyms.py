"""Members under names that only the holder of a key can lead back.

The salt of a member is a keyed BLAKE2b (RFC 7693) over statement, cell and member; its pseudonym is BLAKE2b over salt
and member. Without the key nobody can try out all addresses; with one salt, which the holder may hand to the owner of
an address, the owner can see that the pseudonym is that of the address, and learns nothing of others. Another
cell gives the same member another pseudonym, so what is counted in two cells cannot be joined.
"""

from __future__ import annotations

from hashlib import blake2b

import pyarrow as pa

__all__ = ["LENGTH", "pseudonym", "pseudonyms", "salt"]

LENGTH = 16
PERSON = b"crosscount"


def salt(key: bytes, statement: str, cell: str, member: bytes) -> bytes:
    """What makes the pseudonym of a member of a cell of a statement; 16 bytes."""
    return blake2b(_scope(statement, cell) + member, key=key, digest_size=LENGTH).digest()


def pseudonym(member: bytes, salt_of_it: bytes) -> bytes:
    """The pseudonym that a salt gives; 16 bytes."""
    return blake2b(salt_of_it + member, digest_size=LENGTH, person=PERSON).digest()


def pseudonyms(cells: pa.Array, members: pa.Array, key: bytes, statement: str) -> pa.Array:
    """One pseudonym for each member of a cell, in the same order."""
    # Each member is hashed twice, one by one: Arrow has no keyed hash, and this is done once a bulletin.
    scopes = [_scope(statement, cell) for cell in cells.dictionary_encode().dictionary.to_pylist()]
    keyed = blake2b(key=key, digest_size=LENGTH)
    out = []
    for number, member in zip(cells.dictionary_encode().indices.to_pylist(), members.to_pylist(), strict=True):
        one = keyed.copy()
        one.update(scopes[number] + member)
        out.append(blake2b(one.digest() + member, digest_size=LENGTH, person=PERSON).digest())
    return pa.array(out, pa.binary())


def _scope(statement: str, cell: str) -> bytes:
    return statement.encode() + b"\0" + cell.encode() + b"\0"
