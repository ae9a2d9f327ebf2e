"""Check digits of identity cards (GB 11643) and organisation codes (GB 32100)."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_DIGITS = "10X98765432"
_CARD_LENGTH = 18
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_ORGANISATION_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def normal_identifier(text: str) -> str:
    """Write an identifier the one way it is stored: half-width, capitals, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def is_identity_card(number: str) -> bool:
    """Say whether an 18-digit 公民身份号码 has a real birthday and the right check digit."""
    body = number[:17]
    if len(number) != _CARD_LENGTH or not (body.isascii() and body.isdigit()):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(body, _CARD_WEIGHTS, strict=True))
    return number[-1] == _CARD_DIGITS[total % 11]


def is_organisation_code(code: str) -> bool:
    """Say whether a 统一社会信用代码 of 18 characters has the right check character."""
    if len(code) != _CARD_LENGTH or any(sign not in _ORGANISATION_ALPHABET for sign in code):
        return False
    values = [_ORGANISATION_ALPHABET.index(sign) for sign in code[:17]]
    total = sum(v * w for v, w in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    return code[-1] == _ORGANISATION_ALPHABET[(31 - total % 31) % 31]


def is_postcode(text: str) -> bool:
    """Say whether a 邮政编码 has its six digits."""
    return len(text) == 6 and text.isascii() and text.isdigit()  # noqa: PLR2004


# properties.check → (test, what the answer should have been)
CHECKS: Mapping[str, tuple[Callable[[str], bool], str]] = MappingProxyType(
    {
        "id_card": (
            is_identity_card,
            "不是有效的公民身份号码，请核对18位号码（含出生日期和末位校验码）",
        ),
        "uscc": (is_organisation_code, "不是有效的统一社会信用代码，请核对18位代码及末位校验码"),
        "postcode": (is_postcode, "应为6位数字的邮政编码"),
    }
)
