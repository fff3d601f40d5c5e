"""A detached signature holds for its bytes and its key, for electcheck and for OpenSSL alike."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from electcheck.custody import signatures
from tests.command import run
from tests.custody.canaries import EXAMPLE, example, write

serialization = pytest.importorskip(
    "cryptography.hazmat.primitives.serialization",
    reason="signatures need the extra electcheck[signatures]",
)
from cryptography.hazmat.primitives.asymmetric import ec, ed25519  # noqa: E402

CRITERIA = ("--criteria", EXAMPLE / "criteria")
# RFC 8032, section 7.1, test 2: secret key, public key, message, signature.
RFC_SECRET = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
RFC_MESSAGE = "72"
RFC_SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def keys(folder: Path, name: str, private: object = None, passphrase: bytes | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    key = private or ed25519.Ed25519PrivateKey.generate()
    how = (
        serialization.BestAvailableEncryption(passphrase)
        if passphrase
        else serialization.NoEncryption()
    )
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / f"{name}.pem").write_bytes(key.private_bytes(pem, pkcs8, how))
    public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    (folder / f"{name}.pub.pem").write_bytes(public)
    return folder / f"{name}.pem"


def test_it_signs_as_the_standard_does(tmp_path: Path) -> None:
    private = ed25519.Ed25519PrivateKey.from_private_bytes(bytes.fromhex(RFC_SECRET))
    key = keys(tmp_path, "rfc", private)
    data = bytes.fromhex(RFC_MESSAGE)
    assert signatures.sign(data, key, None, ()).hex() == RFC_SIGNATURE
    assert signatures.signed(data, bytes.fromhex(RFC_SIGNATURE), tmp_path / "rfc.pub.pem")


def test_a_signed_bundle_verifies_with_its_key_only(tmp_path: Path) -> None:
    case = write(tmp_path / "case", example())
    key = keys(tmp_path / "keys", "ours")
    keys(tmp_path / "keys", "theirs")
    archive = tmp_path / "b.zip"
    ran = run("bundle", archive, case, *CRITERIA, "--sign", key)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [archive.as_posix(), f"{archive.as_posix()}.sig"]
    ours = key.with_name("ours.pub.pem")
    ran = run("verify", archive, "--key", ours)
    assert ran.code == 0, ran.out
    assert "ok    the signature is of these bytes" in ran.out
    ran = run("verify", archive, "--key", key.with_name("theirs.pub.pem"))
    assert ran.code == 1
    assert "FALSE the signature" in ran.out
    assert "THE BUNDLE DOES NOT VERIFY" in ran.out
    beside = tmp_path / "b.zip.sig"
    signature = beside.read_bytes()
    for wrong in (signature[:-1], signature + b"x", b"", bytes([signature[0] ^ 1]) + signature[1:]):
        beside.write_bytes(wrong)
        assert run("verify", archive, "--key", ours).code == 1
    beside.unlink()
    assert run("verify", archive, "--key", ours).code == 2
    if shutil.which("openssl") is None:
        return
    beside.write_bytes(signature)
    checked = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", ours, "-rawin", "-in", archive,
         "-sigfile", beside], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Signature Verified Successfully" in checked.stdout, checked.stderr


def test_an_encrypted_key_asks_for_its_passphrase(tmp_path: Path) -> None:
    key = keys(tmp_path, "safe", passphrase=b"long words")
    assert signatures.encrypted(key)
    signature = signatures.sign(b"x", key, b"long words", ())
    assert signatures.signed(b"x", signature, tmp_path / "safe.pub.pem")
    for wrong in (b"other", None):
        with pytest.raises(Exception, match="passphrase"):
            signatures.sign(b"x", key, wrong, ())


@pytest.mark.parametrize("where", ["case", "case/keys", "case/evidence"])
def test_a_key_never_lies_in_the_case(tmp_path: Path, where: str) -> None:
    case = write(tmp_path / "case", example())
    key = keys(tmp_path / where, "ours")
    ran = run("bundle", tmp_path / "b.zip", case, *CRITERIA, "--sign", key)
    assert ran.code == 2
    assert "a key must never lie in a case" in ran.err
    assert not (tmp_path / "b.zip").exists()


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    case = write(tmp_path / "case", example())
    key = keys(tmp_path, "curve", ec.generate_private_key(ec.SECP256R1()))
    ran = run("bundle", tmp_path / "b.zip", case, *CRITERIA, "--sign", key)
    assert ran.code == 2
    assert "expected an Ed25519 key" in ran.err
    (tmp_path / "no.pem").write_text("no key", encoding="utf-8")
    for sign in ("no.pem", "none.pem", "curve.pub.pem"):
        assert (
            run("bundle", tmp_path / "b.zip", case, *CRITERIA, "--sign", tmp_path / sign).code == 2
        )
    assert run("bundle", tmp_path / "b.zip", case, *CRITERIA).code == 0
    (tmp_path / "b.zip.sig").write_bytes(b"\0" * 64)
    for public in ("no.pem", "none.pem", "curve.pem", "curve.pub.pem"):
        ran = run("verify", tmp_path / "b.zip", "--key", tmp_path / public)
        assert ran.code == 2, ran.out
    assert run("verify", tmp_path / "b.zip", "--signature", tmp_path / "b.zip.sig").code == 2


def test_without_the_library_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keys(tmp_path, "ours")
    monkeypatch.setattr(signatures, "find_spec", lambda name: None)
    for do in (
        lambda: signatures.sign(b"x", key, None, ()),
        lambda: signatures.signed(b"x", b"", tmp_path / "ours.pub.pem"),
    ):
        with pytest.raises(Exception, match=r"electcheck\[signatures\]"):
            do()
