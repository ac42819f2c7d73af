"""The two keys that stay at home: one signs what is given away (Ed25519, RFC 8032), one makes pseudonyms."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from crosscount.errors import InputError, StoreError
from crosscount.settings import Settings

__all__ = ["Keys", "expected_key", "fingerprint", "keys", "plain_form", "signed_by"]

SIGNING, PSEUDONYMS = "signing.pem", "pseudonyms.key"


@dataclass(frozen=True, slots=True)
class Keys:
    """The private halves; nobody but the publisher holds them."""

    signing: Ed25519PrivateKey
    pseudonyms: bytes  # 32 bytes

    @property
    def public(self) -> bytes:
        """The public half of the signing key, PEM."""
        return self.signing.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def commitment(self) -> str:
        """A digest that binds the publisher to one key of pseudonyms without telling it."""
        return sha256(b"crosscount pseudonyms" + self.pseudonyms).hexdigest()


def keys(settings: Settings, *, make: bool) -> Keys:
    """The keys of the settings' folder; with `make` they are made where there are none."""
    folder = settings.path(settings.confidentiality.keys)
    if not (folder / SIGNING).exists() and not (folder / PSEUDONYMS).exists():
        if not make:
            raise InputError(f"there are no keys in '{folder}'; 'crosscount evidence export' makes them")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _make({folder / PSEUDONYMS: os.urandom(32), folder / SIGNING: pem})
    try:
        signing = load_pem_private_key((folder / SIGNING).read_bytes(), None)
        pseudonyms = (folder / PSEUDONYMS).read_bytes()
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"the keys in '{folder}' cannot be read ({error}); restore them from your backup") from error
    if not isinstance(signing, Ed25519PrivateKey) or len(pseudonyms) != 32:
        raise StoreError(f"the keys in '{folder}' are not an Ed25519 key and 32 bytes; restore them from your backup")
    return Keys(signing, pseudonyms)


def signed_by(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether the holder of the key signed these bytes; InputError if the key is none."""
    try:
        _public(public).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def fingerprint(public: bytes) -> str:
    """SHA-256 of a public key in PEM form, however it is wrapped, to be compared with what the publisher says."""
    return sha256(plain_form(public)).hexdigest()


def plain_form(public: bytes) -> bytes:
    """A public key in PEM form as a bundle has it."""
    return _public(public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def expected_key(text: str) -> str:
    """The fingerprint that somebody gives: as such, with or without colons, or as a file with it or with the key."""
    if _is_fingerprint(plain := _plain(text)):
        return plain
    try:
        content = Path(text).read_bytes()
    except (OSError, ValueError) as error:
        raise InputError(f"'{text[:80]}' is neither a fingerprint of 64 hexadecimal digits nor a file") from error
    if b"-----BEGIN" in content:
        return fingerprint(content)
    if _is_fingerprint(plain := _plain(content.decode("ascii", "replace"))):
        return plain
    raise InputError(f"'{text[:80]}' holds neither a public key in PEM form nor a fingerprint of 64 hexadecimal digits")


def _plain(text: str) -> str:
    return "".join(text.replace(":", "").split()).lower()


def _is_fingerprint(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _public(pem: bytes) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputError("the public key is not a key in PEM form") from error
    if not isinstance(key, Ed25519PublicKey):
        raise InputError("the public key is not an Ed25519 key")
    return key


def _make(contents: Mapping[Path, bytes]) -> None:
    """Write files that are not there yet, all or none: the next run makes no other beside half a key."""
    made: list[Path] = []
    try:
        for file, content in contents.items():
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            made.append(file)
            with os.fdopen(handle, "wb") as out:
                out.write(content)
    except BaseException as error:
        for file in made:
            file.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise StoreError(f"a key cannot be written into '{file.parent}': {error.strerror}") from error
        raise
