"""A certificate that nobody trusts."""

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


def untrusted_context() -> ssl.SSLContext:
    """A server's TLS context with a self-signed certificate, made anew each time: in no trust store, for another host
    and expired, so that every client that checks anything refuses it.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory(prefix="rotunda-world-") as folder:
        chain = Path(folder, "chain.pem")  # ssl loads certificates from files only.
        chain.touch(mode=0o600)
        chain.write_bytes(_private_pem(key) + _self_signed(key).public_bytes(Encoding.PEM))
        context.load_cert_chain(chain)
    return context


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "untrusted.invalid")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("untrusted.invalid")]), critical=False)
        .sign(key, hashes.SHA256())
    )
