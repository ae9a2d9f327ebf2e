"""A seal on a finished PDF as a PAdES signature: appended, so that what was frozen stays in it.

The signature is made by a local RSA key and proves that nothing was changed; it is no official
electronic seal (国家标准的电子印章用 SM2、SM3，GB/T 38540). That needs a seal system's provider.
"""

import io
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from typing_extensions import override

from engine.documents.placing_seal import SealPlace

TEST: Final = "测试证书，不具有法律效力"
"""What the product's own certificates call themselves, wherever their subject is shown."""

_Result = TypeVar("_Result")
_FIELD: Final = "Seal"
_BITS: Final = 3072
_VALID: Final = timedelta(days=3652)


@dataclass(frozen=True)
class KeyPair:
    """A certificate and its key, both as PEM."""

    certificate: str
    key: str


@dataclass(frozen=True)
class SealReading:
    """What a signature in a PDF turns out to be."""

    signer: str
    is_valid: bool  # unchanged since, whole, and made with a certificate of this house
    is_test: bool
    at: datetime | None


def make_test_certificate(organ: str, seal: str, at: datetime) -> KeyPair:
    """Make a certificate for trying out seals; its subject says that it is a test."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    name = certificates.Name(
        [
            certificates.NameAttribute(NameOID.ORGANIZATION_NAME, organ[:60]),
            certificates.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, TEST),
            certificates.NameAttribute(NameOID.COMMON_NAME, f"{seal}（测试证书）"),
        ]
    )
    usage = dict.fromkeys(
        (
            *("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"),
            *("crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    made = (
        certificates.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(certificates.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + _VALID)
        .add_extension(certificates.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            certificates.KeyUsage(digital_signature=True, content_commitment=True, **usage),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    written = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),  # the vault seals it before it is kept
    )
    return KeyPair(made.public_bytes(serialization.Encoding.PEM).decode(), written.decode())


def subject_of(certificate: str) -> str:
    """Name whom a certificate was made for."""
    return _name(_certificate(certificate))


def sign(
    pdf: bytes, pair: KeyPair, at: datetime, place: SealPlace | None, appearance: bytes | None
) -> bytes:
    """Append a signature to a PDF; the PDF itself is the beginning of the result, untouched.

    With a place and an appearance (a PDF of one page) the seal is seen there.
    """
    signer = signers.SimpleSigner(
        _certificate(pair.certificate),
        load_private_key_from_pemder_data(pair.key.encode(), None),
        SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    about = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    with tempfile.NamedTemporaryFile(suffix=".pdf") as drawn:
        style = None
        if place is not None and appearance is not None:
            drawn.write(appearance)
            drawn.flush()
            style = StaticStampStyle.from_pdf_file(drawn.name, border_width=0)
        field = fields.SigFieldSpec(
            _FIELD,
            on_page=place.page if place is not None and style else 0,
            box=place.box if place is not None and style else None,
        )
        made = _Signer(about, signer, stamp_style=style, new_field_spec=field, at=at)
        return _apart(lambda: bytes(made.sign_pdf(_Appender(io.BytesIO(pdf))).getbuffer()))


def read_seal(pdf: bytes, trusted: Sequence[str], at: datetime) -> SealReading | None:
    """Say whether a PDF is sealed, by whom, and whether it still is what was sealed.

    Only for files whose bytes we know: a stranger's PDF is not parsed here.
    """
    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if not found:
        return None
    context = ValidationContext(
        trust_roots=[_certificate(each) for each in trusted], allow_fetching=False, moment=at
    )
    status = _apart(lambda: validate_pdf_signature(found[-1], context))
    signer = _name(status.signing_cert)
    return SealReading(signer, bool(status.bottom_line), TEST in signer, status.signer_reported_dt)


def _apart(deed: Callable[[], _Result]) -> _Result:
    """Do something in a thread of its own: pyHanko runs an event loop, a thread has but one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(deed).result()


class _Appender(IncrementalPdfFileWriter):
    """Appends and leaves the metadata alone, which would no longer agree with the XMP."""

    @override
    def _update_meta(self) -> None:
        """Do nothing."""


class _Signer(signers.PdfSigner):
    """Signs at a given moment instead of the machine's."""

    def __init__(self, *given: Any, at: datetime, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*given, **named)
        self._at = at

    @override
    def init_signing_session(self, *given: Any, **named: Any) -> Any:
        session = super().init_signing_session(*given, **named)
        session.system_time = self._at
        return session


def _certificate(text: str) -> Any:  # noqa: ANN401  (asn1crypto has no types)
    return next(iter(load_certs_from_pemder_data(text.encode())))


def _name(certificate: Any) -> str:  # noqa: ANN401
    told = certificate.subject.native
    order = ("organization_name", "common_name", "organizational_unit_name")
    return " ".join(str(told[part]) for part in order if part in told)
