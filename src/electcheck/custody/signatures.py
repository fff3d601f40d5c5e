"""Detached signatures of archives: Ed25519, the raw 64 bytes, which OpenSSL checks as well.

Keys are PEM files that lie apart from any case. A signature says that who holds the key signed
these bytes; whose key it is, a reader must know from elsewhere.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from electcheck.errors import refuse
from electcheck.files.yaml_text import read_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_LARGEST_KEY = 20_000
_HOW = "make one with `openssl genpkey -algorithm ed25519 -aes256 -out key.pem`"


def sign(data: bytes, key: Path, passphrase: bytes | None, apart_from: tuple[Path, ...]) -> bytes:
    """Return the signature of some bytes.

    Args:
        data: what is signed.
        key: a private Ed25519 key (PEM, PKCS 8).
        passphrase: of the key, if it is encrypted.
        apart_from: folders in which a key must not lie.

    Raises:
        InputRefused: the key lies in such a folder or cannot be read; the extra is not installed.
    """
    for folder in apart_from:
        if key.resolve().is_relative_to(folder.resolve()):
            raise refuse(str(key), f"a key must never lie in a case: move it out of {folder}")
    return bytes(_private(key, passphrase).sign(data))


def encrypted(key: Path) -> bool:
    """Tell whether a private key asks for a passphrase."""
    return b"ENCRYPTED" in read_bytes(key, str(key), _LARGEST_KEY)


def _private(key: Path, passphrase: bytes | None) -> Ed25519PrivateKey:
    _needs_library()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        loaded = load_pem_private_key(read_bytes(key, str(key), _LARGEST_KEY), passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        message = f"expected a private key as PEM and its passphrase, if it has one; {_HOW}"
        raise refuse(str(key), message) from None
    if not isinstance(loaded, Ed25519PrivateKey):
        raise refuse(str(key), f"expected an Ed25519 key; {_HOW}")
    return loaded


def signed(data: bytes, signature: bytes, key: Path) -> bool:
    """Tell whether a public key (PEM) holds for a signature of some bytes.

    Raises:
        InputRefused: the key cannot be read; the extra is not installed.
    """
    _needs_library()
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        loaded = load_pem_public_key(read_bytes(key, str(key), _LARGEST_KEY))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        loaded = None
    if not isinstance(loaded, Ed25519PublicKey):
        message = "expected a public Ed25519 key as PEM, from `openssl pkey -in key.pem -pubout`"
        raise refuse(str(key), message)
    try:
        loaded.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _needs_library() -> None:
    if find_spec("cryptography") is None:
        message = "signatures need a library: python -m pip install 'electcheck[signatures]'"
        raise refuse("--sign, --key", message)
