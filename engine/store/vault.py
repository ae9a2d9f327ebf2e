"""Secrets at rest, such as identity numbers: sealed with AES-256-GCM, bound to their place."""

import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

_NONCE = 12  # bytes (NIST SP 800-38D)


@dataclass(frozen=True)
class Vault:
    """Seals and opens short texts under one 32-byte key (个人信息保护法第五十一条)."""

    key: bytes

    def seal(self, text: str, place: str) -> bytes:
        """Encrypt `text` for `place`, such as `applicant:42`; moved elsewhere it won't open."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.key).encrypt(nonce, text.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt what was sealed for `place`.

        Raises:
            cryptography.exceptions.InvalidTag: it was sealed elsewhere, or changed.
        """
        nonce, body = sealed[:_NONCE], sealed[_NONCE:]
        return AESGCM(self.key).decrypt(nonce, body, place.encode()).decode()


def vault_of(session: Session) -> Vault:
    """Give the vault that the door put into the session."""
    vault = session.info["vault"]
    if not isinstance(vault, Vault):
        raise TypeError("session.info['vault'] must be a Vault")
    return vault
