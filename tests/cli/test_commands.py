"""The command `mingda`: what an operator can do, and what it says when something is wrong."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from engine.cli.demo import ACCOUNTS_FILE
from engine.store.cases import Case
from engine.store.engines import session_factory
from engine.store.instances import Notice, StepIncident
from engine.store.letters import Letter
from engine.store.migrate import head, migrate
from engine.store.people import Person
from webui.commands import mingda

ROOT = Path(__file__).parents[2]
Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run `mingda` with a data directory of its own."""

    def run(*arguments: str, **environment: str) -> Result:
        settings = {
            "MINGDA_DATA": str(tmp_path / "var"),
            "MINGDA_DATABASE": "",
            "MINGDA_AT": "2026-03-02T09:00",
            "MINGDA_FONTS": str(ROOT / "var" / "fonts"),
            **environment,
        }
        return CliRunner().invoke(mingda, arguments, env=settings)

    return run


@pytest.fixture
def house(databases, command: Command) -> Command:
    """Run `mingda` on a migrated database with the agency and its people."""
    url = databases.fresh("office")
    sessions = session_factory(url)
    with sessions.writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT NOT NULL)")
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head()})

    def run(*arguments: str) -> Result:
        return command(*arguments, MINGDA_DATABASE=url)

    run.sessions = sessions
    yield run
    sessions.dispose()
    databases.drop(url)


@pytest.mark.parametrize("words", [(), ("help",), ("--help",), ("-h",)])
def test_without_a_verb_it_explains_itself_in_two_languages(command: Command, words: tuple):
    shown = command(*words)
    assert shown.exit_code == 0
    for word in ("政府信息公开", "start", "MINGDA_DATA", "建立或升级数据库", "publish a package"):
        assert word in shown.output


def test_each_verb_explains_itself(command: Command):
    for verb in mingda.commands:
        shown = command("help", verb)
        assert shown.exit_code == 0
        assert "Usage:" in shown.output
        assert any("一" <= sign <= "鿿" for sign in shown.output)


def test_the_database_is_made_once(command: Command):
    assert "已建立" in command("migrate").stdout
    again = command("migrate")
    assert (again.exit_code, "已是当前版本" in again.stdout) == (0, True)


def test_nothing_is_done_on_a_database_of_another_release(command: Command):
    refused = command("deploy")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == "错误：数据库尚未升级到当前版本。请先执行 mingda migrate。\n"


def test_a_house_without_agency_says_what_to_do(command: Command):
    command("migrate")
    refused = command("deploy")
    assert refused.exit_code == 1
    assert "mingda demo" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nosuch",), "没有“nosuch”这个命令"),
        (("admin", "nosuch"), "没有“nosuch”这个命令"),
        (("lint", "--nosuch"), "没有“--nosuch”这个选项"),
        (("admin", "grant"), "缺少参数 LOGIN"),
        (("admin", "grant", "clerk", "king"), "参数"),
        (("lint", "/no/such/file"), "参数"),
    ],
)
def test_a_misused_command_ends_with_2_and_one_line(command: Command, words: tuple, said: str):
    refused = command(*words)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MINGDA_PORT", "many"),
        ("MINGDA_PORT", "99999"),
        ("MINGDA_AT", "yesterday"),
        ("MINGDA_DATABASE", "mysql://host/office"),
        ("MINGDA_DATABASE", "postgresql://nobody@127.0.0.1:1/office"),
    ],
)
def test_an_unusable_setting_ends_with_1_and_one_line(command: Command, name: str, value: str):
    refused = command("migrate", **{name: value})
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("错误：")
    assert refused.stderr.count("\n") == 1


def test_a_key_that_others_can_read_is_refused(command: Command, tmp_path: Path):
    command("migrate")
    (tmp_path / "var" / "vault.key").chmod(0o644)
    refused = command("migrate")
    assert refused.exit_code == 1
    assert "chmod 600" in refused.stderr


def test_the_package_is_published_once_for_the_agency(house: Command):
    assert "第1版" in house("deploy").stdout
    assert "第1版" in house("deploy", "--agency", "示例县政府办").stdout
    refused = house("deploy", "--agency", "无此机关")
    assert refused.exit_code == 1
    assert "无此机关" in refused.stderr


def test_accounts_are_made_granted_and_reset(house: Command):
    made = house("admin", "create-person", "zhang.san", "--name", "张示例", "--role", "clerk")
    assert (made.exit_code, "密码：" in made.stdout) == (0, True)
    granted = house("admin", "grant", "zhang.san", "registrar")
    assert "登记窗口、经办人" in granted.stdout
    revoked = house("admin", "grant", "zhang.san", "registrar", "--revoke")
    assert "登记窗口" not in revoked.stdout
    assert "密码：" in house("admin", "reset-password", "zhang.san").stdout
    with house.sessions.reading() as session:
        person = session.scalars(select(Person).where(Person.login == "zhang.san")).one()
        assert (person.roles, person.must_change_password) == ({"clerk"}, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("create-person", "clerk", "--name", "重名"), "已被使用"),
        (("create-person", "new.one", "--name", "新", "--department", "无此科"), "无此科"),
        (("grant", "clerk", "auditor"), "同一人"),
        (("grant", "nobody", "clerk"), "没有找到该账号"),
    ],
)
def test_an_account_against_the_rules_is_refused(house: Command, words: tuple, said: str):
    refused = house("admin", *words)
    assert (refused.exit_code, said in refused.stderr) == (1, True)


def test_next_years_calendar_is_shown_entered_and_shown(house: Command, tmp_path: Path):
    assert "2027年的放假通知尚未录入" in house("calendar", "show", "2027").stdout
    notice = tmp_path / "2026.csv"
    notice.write_text((ROOT / "tests" / "cli" / "2027.csv").read_text("utf-8"), "utf-8")
    entered = house("calendar", "import", str(notice), "--year", "2027", "--notice", "示例1号")
    assert entered.exit_code == 0, entered.stderr
    assert "2027-02-20 周六 调休上班" in house("calendar", "show", "2027").stdout
    refused = house("calendar", "import", str(notice))
    assert (refused.exit_code, "--year" in refused.stderr) == (2, True)


def test_a_calendar_that_no_notice_can_have_ordered_is_refused(house: Command, tmp_path: Path):
    wrong = tmp_path / "2027.toml"
    wrong.write_text("year = 2027\nmakeup = [2027-03-03]\n")
    refused = house("calendar", "import", str(wrong))
    assert (refused.exit_code, "2027年放假安排无法采用" in refused.stderr) == (1, True)


def test_the_clock_answers_with_json_and_nothing_else(command: Command, tmp_path: Path):
    case = {
        "id": "A",
        "events": [{"type": "received", "channel": "in_person", "date": "2026-03-02"}],
    }
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps({"cases": [case]}))
    answered = command("clock", str(cases))
    assert (answered.exit_code, answered.stderr) == (0, "")
    assert json.loads(answered.stdout)["A"]["reply_due"] == "2026-03-30"
    cases.write_text("{")
    refused = command("clock", str(cases))
    assert (refused.exit_code, refused.stdout) == (1, "")


def test_the_standard_package_lints_clean(command: Command):
    clean = command("lint")
    assert (clean.exit_code, "错误 0 处" in clean.stdout) == (0, True)


def test_the_operator_hears_that_letters_lack_their_face(command: Command, tmp_path: Path):
    shutil.copy(ROOT / "var" / "fonts" / "NotoSerifCJK-Regular.otf", tmp_path)
    heard = command("lint", MINGDA_FONTS=str(tmp_path))
    assert heard.exit_code == 0  # the package itself is sound
    assert "正文以思源宋体代替仿宋体" in heard.stderr
    assert "注意" not in command("lint").stderr


def test_a_file_is_linted_within_its_package(command: Command, tmp_path: Path):
    root = tmp_path / "package"
    for folder in ("processes", "forms", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / "forms" / "register.json").write_text("{")
    broken = command("lint", "--json", str(root / "forms" / "register.json"))
    findings = json.loads(broken.stdout)
    assert broken.exit_code == 1
    assert {finding["file"] for finding in findings} == {"forms/register.json"}
    assert command("lint", str(root / "forms" / "sign.json")).exit_code == 0
    refused = command("lint", str(tmp_path))
    assert (refused.exit_code, "不在流程包内" in refused.stderr) == (1, True)


def test_a_case_that_could_never_finish_is_shown_with_its_course(command: Command, tmp_path: Path):
    root = tmp_path / "package"
    for folder in ("processes", "forms", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    diagram = root / "processes" / "consultation.bpmn"
    text = diagram.read_text()
    gate = text.index('<bpmn:inclusiveGateway id="all_heard"')
    shut = text.index("</bpmn:inclusiveGateway>", gate)
    text = text[:shut] + text[shut:].replace("inclusiveGateway>", "parallelGateway>", 1)
    diagram.write_text(text[:gate] + text[gate:].replace("inclusiveGateway", "parallelGateway", 1))
    broken = command("lint", "--json", str(diagram))
    (found,) = [one for one in json.loads(broken.stdout) if one["layer"] == "sound"]
    assert (broken.exit_code, found["rule"], found["severity"]) == (1, "deadlock", "error")
    assert (found["file"], found["element"]) == ("processes/consultation.bpmn", "all_heard")
    assert (found["path"][0], found["path"][-1]) == ("consultation_started", "all_heard")


@pytest.mark.slow
def test_the_demonstration_comes_about_by_real_acts(command: Command, tmp_path: Path):
    command("migrate")
    shown = command("demo", MINGDA_AT="")
    assert shown.exit_code == 0, shown.stderr
    secrets = tmp_path / "var" / ACCOUNTS_FILE
    assert secrets.stat().st_mode & 0o077 == 0
    assert secrets.read_text("utf-8") in shown.stdout
    sessions = session_factory(f"sqlite:///{tmp_path / 'var' / 'mingda.sqlite3'}")
    with sessions.reading() as session:
        stages = {case.stage for case in session.scalars(select(Case))}
        assert stages == {"receive", "process", "investigate", "reply"}
        assert session.scalars(select(StepIncident)).all() == []
        assert set(session.scalars(select(Notice.kind))) == {"warning", "overdue"}
        assert {"R02", "P01", "P06", "F03", "F12"} <= set(
            session.scalars(select(Letter.code).where(Letter.status == "issued"))
        )
    migrate(sessions.writer)
    sessions.dispose()
    refused = command("demo")
    assert (refused.exit_code, "空系统" in refused.stderr) == (1, True)


def test_one_pass_of_the_worker_says_what_it_did(house: Command):
    done = house("tick")
    assert (done.exit_code, "处理案件 0 件" in done.stdout) == (0, True)
