"""Certificates for the agency's electronic seals: made for trying out, kept with sealed keys."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.documents import make_test_certificate, subject_of
from engine.law.letter_style import SEALS, Seal
from engine.office import Office
from engine.people.agencies import agency_of
from engine.people.journal import tell
from engine.store.seals import SealCertificate
from engine.store.vault import vault_of

KINDS: Final = (Seal.DISCLOSURE, Seal.ORGAN)


def make_test_certificates(office: Office) -> list[str]:
    """Make a test certificate for each seal of the agency; return their subjects.

    Raises:
        NotAdministrator.
    """
    agency, session = agency_of(office), office.session
    made = []
    for kind in KINDS:
        pair = make_test_certificate(agency.signing_entity, SEALS[kind], office.at)
        key = vault_of(session).seal(pair.key, f"seal_key:{agency.id}:{kind}")
        session.add(
            SealCertificate(
                agency_id=agency.id,
                kind=kind.value,
                certificate=pair.certificate,
                key_sealed=key,
                made_at=office.at,
            )
        )
        made.append(subject_of(pair.certificate))
    session.flush()
    tell(office, "seal:certificates", f"制作电子签章测试证书{len(made)}张", {"subject": made})
    return made


def certificates_of(session: Session, agency_id: int) -> list[str]:
    """Give every certificate the agency's seals were ever made with, as PEM."""
    rows = select(SealCertificate.certificate).where(SealCertificate.agency_id == agency_id)
    return list(session.scalars(rows.order_by(SealCertificate.id)))
