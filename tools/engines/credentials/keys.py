"""Certificates that sign: made here for this machine alone, or read from files of the user's own."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass
from typing import Any

from memory.errors import FilmError

YEARS = 10
"""How long a self-made certificate lasts; without a time stamp from elsewhere, an expired one makes signatures void."""
SPARE = datetime.timedelta(days=30)
"""A certificate nearer to its end than this is replaced."""


@dataclass(frozen=True)
class Key:
    """What signs: the certificate chain and the private key (both PEM), and the algorithm's name."""

    chain: bytes
    private: bytes
    algorithm: str

    def __repr__(self) -> str:
        return f"Key({self.algorithm})"


def make() -> tuple[Key, bytes]:
    """A new key with a certificate, and the root certificate (PEM) that stands over it.

    The root's own key is thrown away, so that nothing else can ever be issued under it. The certificate holds no name of
    a person or machine: it says that a file was not changed since, never who made it.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    over, under = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    number = secrets.token_hex(4)
    root = _certificate(over, over, number, root=True)
    leaf = _certificate(under, over, number, root=False)
    pem = serialization.Encoding.PEM
    private = under.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Key(leaf.public_bytes(pem) + root.public_bytes(pem), private, "ES256"), root.public_bytes(pem)


def _certificate(own: Any, issuer: Any, number: str, *, root: bool) -> Any:
    """The certificate of a key as the C2PA specification (14.5.1) wants it of a root or of a signer."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    now = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=12)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(f"Onereel {'root' if root else 'signer'} {number}"))
        .issuer_name(_name(f"Onereel root {number}"))
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=root, path_length=0 if root else None), critical=True)
        .add_extension(_usage(root=root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
    )
    if not root:
        purpose = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purpose, critical=False)
    return builder.sign(issuer, hashes.SHA256())


def _name(common: str) -> Any:
    from cryptography import x509

    parts = ((x509.NameOID.ORGANIZATION_NAME, "Onereel (self-made)"), (x509.NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


def _usage(*, root: bool) -> Any:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not root, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=root, crl_sign=root, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def load(chain: bytes, private: bytes) -> Key:
    """A key from PEM files; FilmError when they are none, do not belong together, or want a password."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    try:
        certificate = x509.load_pem_x509_certificates(chain)[0]
        opened = serialization.load_pem_private_key(private, None)
    except TypeError as error:
        raise FilmError("The signing key wants a password. Give one without: openssl pkcs8 -topk8 -nocrypt.") from error
    except (ValueError, IndexError) as error:
        raise FilmError(f"The signing certificate or its key is not readable PEM ({error}). Nothing was signed.") from error
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if certificate.public_key().public_bytes(*form) != opened.public_key().public_bytes(*form):
        raise FilmError("The signing certificate and the key do not belong together. Nothing was signed.")
    return Key(chain, private, _algorithm(opened))


def lasting(key: Key) -> bool:
    """Whether the key's certificate is valid now and for some time to come."""
    from cryptography import x509

    certificate, now = x509.load_pem_x509_certificates(key.chain)[0], datetime.datetime.now(datetime.UTC)
    return bool(certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - SPARE)


def _algorithm(key: Any) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ED25519"
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= 2048:
        return "PS256"
    sizes = {256: "ES256", 384: "ES384", 521: "ES512"}
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.key_size in sizes:
        return sizes[key.curve.key_size]
    raise FilmError("The signing key is of a kind that content credentials do not use; P-256, RSA from 2048 and Ed25519 are.")
