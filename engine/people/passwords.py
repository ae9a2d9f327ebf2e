"""Passwords: how they are kept (argon2id) and which are refused (GB/T 22239 第8.1.4.1条a项)."""

import secrets
import string
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.errors import OfficeError

SHORTEST = 10
LONGEST = 128
_KINDS = 2  # of letters, digits and signs
_COMMON = frozenset(
    {
        "1234567890",
        "0123456789",
        "12345678910",
        "1q2w3e4r5t",
        "qwertyuiop",
        "qwerty12345",
        "password123",
        "password1234",
        "passw0rd123",
        "admin12345",
        "admin123456",
        "administrator1",
        "abc1234567",
        "abcd123456",
        "a123456789",
        "woaini1314520",
        "zhengfu123",
        "gongkai123",
        "zxcvbnm123",
        "asdfghjkl1",
    }
)
_READABLE = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))
_GENERATED = 14  # characters of 57: more than 80 bits

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class PasswordTooWeak(OfficeError):
    """The password could be guessed."""

    code = "password_too_weak"
    article = "GB/T 22239—2019第8.1.4.1条"
    message = (
        "新密码{problem}，没有采用。请使用10个以上字符，并同时包含字母、数字、符号中的至少两类。"
    )


def hash_password(password: str) -> str:
    """Hash a password for keeping."""
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Say whether a password is the right one; an unknown account (None) takes as long."""
    try:
        _hasher.verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def check_strength(password: str, login: str) -> None:
    """Refuse a password that is short, simple, common or made of the login.

    Raises:
        PasswordTooWeak: naming the first thing that is wrong.
    """
    for wrong, problem in (
        (len(password) < SHORTEST, f"少于{SHORTEST}个字符"),
        (len(password) > LONGEST, f"超过{LONGEST}个字符"),
        (_kinds(password) < _KINDS, "只有一类字符"),
        (login.casefold() in password.casefold(), "包含了登录名"),
        (password.casefold() in _COMMON, "属于常见密码"),
        (len(set(password)) < SHORTEST // 2, "重复字符过多"),
    ):
        if wrong:
            raise PasswordTooWeak(problem=problem)


def generate() -> str:
    """Draw a random password that can be read out and typed."""
    while True:
        password = "".join(secrets.choice(_READABLE) for _ in range(_GENERATED))
        if any(c.isdigit() for c in password) and any(c.isalpha() for c in password):
            return password


def _kinds(password: str) -> int:
    letters = any(c.isalpha() for c in password)
    digits = any(c.isdigit() for c in password)
    signs = any(not c.isalnum() for c in password)
    return letters + digits + signs


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex())
