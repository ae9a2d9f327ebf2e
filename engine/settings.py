"""What differs between machines, read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")
"""The zone of the office's clock (北京时间)."""

_KEY_BYTES = 32


class UnreadableSetting(Exception):
    """An environment variable has a value that cannot be used; the message is Chinese."""


@dataclass(frozen=True)
class Settings:
    """The place, the port and the keys of one installation.

    `https` says that browsers reach it over TLS, so that cookies may insist on it;
    `trusted_proxy` that a proxy in front says who asks. `moment` is None in ordinary life;
    when it is given (`MINGDA_AT`), every act happens at that moment, and pages must say so.
    """

    data_dir: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    moment: datetime | None = None
    font_dir: Path | None = None
    https: bool = False
    trusted_proxy: bool = False

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read `MINGDA_*` variables; what is not set has a default that works.

        Raises:
            UnreadableSetting: a value cannot be read.
        """
        env = os.environ if environment is None else environment
        data_dir = Path(env.get("MINGDA_DATA", "var")).resolve()
        fonts = env.get("MINGDA_FONTS")
        return cls(
            data_dir=data_dir,
            database_url=env.get("MINGDA_DATABASE") or f"sqlite:///{data_dir / 'mingda.sqlite3'}",
            host=env.get("MINGDA_HOST", cls.host),
            port=_whole_number(env, "MINGDA_PORT", cls.port, range(65536)),
            threads=_whole_number(env, "MINGDA_THREADS", cls.threads, range(1, 257)),
            moment=_moment(env),
            font_dir=Path(fonts).resolve() if fonts else None,
            https=env.get("MINGDA_HTTPS", "") == "1",
            trusted_proxy=env.get("MINGDA_PROXY", "") == "1",
        )

    @property
    def fonts(self) -> Path:
        """Where the fonts of the letters are: `MINGDA_FONTS`, else below the data directory."""
        return self.font_dir or self.data_dir / "fonts"

    def now(self) -> datetime:
        """Give the moment of an act that begins now: aware, in the office's zone."""
        return self.moment or datetime.now(LOCAL_ZONE)

    def prepare(self) -> None:
        """Create the data directory, readable by its owner alone."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)

    def secret_key(self) -> bytes:
        """Give the key that signs cookies, made at the first start."""
        return _key_file(self.data_dir / "secret.key")

    def vault_key(self) -> bytes:
        """Give the key that seals identity numbers, made at the first start.

        Keep a copy apart from the database's backup: neither is of use without the other.
        """
        return _key_file(self.data_dir / "vault.key")


def _key_file(path: Path) -> bytes:
    """Read a key; make it, atomically and for its owner's eyes only, when there is none.

    Raises:
        UnreadableSetting: others may read the file, or it is too short.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_key(path)
    if path.stat().st_mode & 0o077:
        raise UnreadableSetting(f"密钥文件 {path} 可被其他用户读取，请执行 chmod 600 后再启动。")
    key = path.read_bytes()
    if len(key) < _KEY_BYTES:
        raise UnreadableSetting(f"密钥文件 {path} 不完整，请从备份恢复。")
    return key


def _make_key(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)  # two first starts at once: one key wins, both read it
    draft.unlink()


def _whole_number(env: Mapping[str, str], name: str, default: int, allowed: range) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or int(text) not in allowed:
        raise UnreadableSetting(
            f"环境变量 {name}={text} 无效，应为 {allowed.start} 至 {allowed.stop - 1} 之间的整数。"
        )
    return int(text)


def _moment(env: Mapping[str, str]) -> datetime | None:
    text = env.get("MINGDA_AT", "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableSetting(
            f"环境变量 MINGDA_AT={text} 无效，应为 2026-03-02T09:00 这样的时刻。"
        ) from None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=LOCAL_ZONE)
    return moment.astimezone(LOCAL_ZONE)  # its date is the legal day
