"""`mingda verify`: what an operator is told about a PDF, in words, as JSON, and as exit status."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from engine.cases.letters import frozen_pdf
from engine.store.engines import SessionFactory
from engine.store.migrate import head
from tests.conftest import Desk
from tests.withdrawal import receipts, receive_twice
from webui.commands import mingda

Run = Callable[..., Result]


@dataclass
class Kept:
    """A corrected receipt and its successor, as files, and the command to ask after them."""

    corrected: Path
    standing: Path
    run: Run

    def verify(self, *arguments: str) -> Result:
        return self.run("verify", *arguments)


@pytest.fixture
def kept(
    office: Desk, deployed: object, sessions: SessionFactory, database_url: str, tmp_path: Path
) -> Kept:
    assert deployed
    story = receive_twice(office)
    story.do("head", "decide", manner="corrected", reason="收到日期有误", replaced="是")
    files = []
    for letter in receipts(office, story.case):
        files.append(tmp_path / f"{letter.sequence}.pdf")
        files[-1].write_bytes(frozen_pdf(office("clerk"), letter.id).pdf or b"")
    office.commit()
    with sessions.writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT NOT NULL)")
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head()})

    def run(*arguments: str) -> Result:
        settings = {"MINGDA_DATA": str(tmp_path / "var"), "MINGDA_DATABASE": database_url}
        return CliRunner().invoke(mingda, list(arguments), env=settings)

    return Kept(files[0], files[1], run)


def test_a_letter_that_counts_is_confirmed(kept: Kept):
    told = kept.verify(str(kept.standing))
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == "与存档一致。"
    assert "示政办回〔2026〕2号，示例县人民政府办公室，2026-03-02 签发" in told.stdout


def test_a_corrected_letter_leads_to_its_successor(kept: Kept):
    told = kept.verify(str(kept.corrected))
    assert told.exit_code == 1
    assert "已更正，不再有效" in told.stdout
    assert "替代文书：" in told.stdout.splitlines()[-1]
    assert "示政办回〔2026〕2号" in told.stdout.splitlines()[-1]


def test_a_changed_letter_and_a_strange_one_fail(kept: Kept, tmp_path: Path):
    kept.standing.write_bytes(kept.standing.read_bytes() + b"\n")
    changed = kept.verify(str(kept.standing))
    assert (changed.exit_code, "内容已被改动" in changed.stdout) == (1, True)
    strange = tmp_path / "strange.pdf"
    strange.write_bytes(b"%PDF-1.7")
    unknown = kept.verify(str(strange))
    assert (unknown.exit_code, unknown.stdout) == (1, "本系统没有这份文书。\n")


def test_a_program_reads_the_same_as_json(kept: Kept):
    told = json.loads(kept.verify("--json", str(kept.corrected)).stdout)
    assert told["verdict"] == "withdrawn"
    assert told["letter"]["number"] == "示政办回〔2026〕1号"
    assert told["replacement"]["issued_on"] == "2026-03-02"


def test_a_file_that_is_not_there_is_said(kept: Kept):
    missing = kept.verify("no-such.pdf")
    assert missing.exit_code == 2
    assert "错误" in missing.stderr


def test_certificates_are_made_on_demand_and_listed(kept: Kept):
    run = kept.run
    assert "本机关没有签章证书" in run("seal").stdout
    made = run("seal", "--make-test-certificate")
    assert made.exit_code == 0, made.output
    assert made.stdout.count("（测试证书）") == 2
    assert run("seal").stdout.count("（测试证书）") == 2
    assert "engine/documents/sealing.py" in run("seal").stdout
