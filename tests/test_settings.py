"""What differs between machines: read once, with defaults that work, and keys kept secret."""

import threading
from datetime import datetime
from pathlib import Path

import pytest

from engine.settings import LOCAL_ZONE, Settings, UnreadableSetting


def test_an_empty_environment_gives_an_installation_that_works(monkeypatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_env({})
    assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'mingda.sqlite3'}"
    assert (settings.host, settings.port, settings.moment) == ("127.0.0.1", 8000, None)
    assert settings.now().tzinfo is LOCAL_ZONE


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T09:00", datetime(2026, 3, 2, 9, tzinfo=LOCAL_ZONE)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=LOCAL_ZONE)),
        ("2026-03-02T01:00:00+00:00", datetime(2026, 3, 2, 9, tzinfo=LOCAL_ZONE)),
    ],
)
def test_a_fixed_moment_is_read_in_the_offices_zone(text: str, moment: datetime):
    settings = Settings.from_env({"MINGDA_AT": text})
    assert settings.now() == moment
    assert settings.now().date() == moment.date()


@pytest.mark.parametrize(
    "environment",
    [
        {"MINGDA_AT": "soon"},
        {"MINGDA_PORT": "-1"},
        {"MINGDA_PORT": "65536"},
        {"MINGDA_THREADS": "0"},
    ],
)
def test_a_value_that_cannot_be_read_is_named(environment: dict[str, str]):
    (name,) = environment
    with pytest.raises(UnreadableSetting, match=name):
        Settings.from_env(environment)


def test_the_keys_are_made_once_and_for_their_owner_alone(tmp_path: Path):
    settings = Settings.from_env({"MINGDA_DATA": str(tmp_path / "data")})
    first = settings.secret_key(), settings.vault_key()
    assert len(set(first)) == 2
    assert (settings.secret_key(), settings.vault_key()) == first
    assert settings.data_dir.stat().st_mode & 0o077 == 0
    assert (settings.data_dir / "secret.key").stat().st_mode & 0o177 == 0


def test_two_first_starts_at_once_agree_on_the_key(tmp_path: Path):
    settings = Settings.from_env({"MINGDA_DATA": str(tmp_path)})
    keys: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: keys.append(settings.vault_key())) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 16
    assert len(set(keys)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["vault.key"]


@pytest.mark.parametrize(("mode", "content"), [(0o640, b"k" * 32), (0o600, b"short")])
def test_a_key_that_is_open_or_broken_is_refused(tmp_path: Path, mode: int, content: bytes):
    key = tmp_path / "vault.key"
    key.write_bytes(content)
    key.chmod(mode)
    with pytest.raises(UnreadableSetting, match=r"vault\.key"):
        Settings.from_env({"MINGDA_DATA": str(tmp_path)}).vault_key()
