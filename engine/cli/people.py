"""Verbs for accounts, for the operator of a machine on which nobody can sign in yet."""

import click

from engine.cli.door import Verbs, installation
from engine.errors import OfficeError
from engine.office import Office
from engine.people import accounts
from engine.people.departments import departments_of
from engine.people.grants import grant_role, revoke_role
from engine.roles import LABELS, Role

ROLE = click.Choice([str(role) for role in Role])


class DepartmentNotFound(OfficeError):
    """No department of this name."""

    code = "department_not_found"
    message = "本机关没有名为“{name}”的在用科室，没有保存。在用的科室有：{names}。请改用其中之一。"


@click.group(cls=Verbs, name="admin", short_help="账号与岗位 accounts and roles")
def admin() -> None:
    """Keep accounts and roles: 管理账号与岗位."""


@admin.command(name="create-person")
@click.argument("login")
@click.option("--name", required=True, help="姓名 the person's name")
@click.option("--role", "roles", type=ROLE, multiple=True, help="岗位，可重复 role, repeatable")
@click.option("--department", help="所属科室 department")
@click.option("--agency", help="机关名称 agency, if there are several")
def create_person(
    login: str, name: str, roles: tuple[str, ...], department: str | None, agency: str | None
) -> None:
    """Create an account and show its first password: 新建账号 LOGIN 并显示初始密码."""
    with installation().office(Role.ADMINISTRATOR, agency) as office:
        new = accounts.NewPerson(
            login, name, frozenset(map(Role, roles)), _department(office, department)
        )
        created = accounts.create_person(office, new)
        _show(created)


@admin.command(name="grant")
@click.argument("login")
@click.argument("role", type=ROLE)
@click.option("--revoke", is_flag=True, help="改为撤销该岗位 take the role back instead")
@click.option("--agency", help="机关名称 agency, if there are several")
def grant(login: str, role: str, agency: str | None, *, revoke: bool) -> None:
    """Grant or revoke a role: 授予（或撤销）账号 LOGIN 的岗位 ROLE."""
    with installation().office(Role.ADMINISTRATOR, agency) as office:
        person = accounts.find_person(office, login)
        act = revoke_role if revoke else grant_role
        act(office, person.id, Role(role))
        held = "、".join(LABELS[each] for each in Role if each in person.roles) or "无"
        click.echo(f"{person.name}（{person.login}）现有岗位：{held}。")


@admin.command(name="reset-password")
@click.argument("login")
@click.option("--agency", help="机关名称 agency, if there are several")
def reset_password(login: str, agency: str | None) -> None:
    """Draw a new password and show it: 重置账号 LOGIN 的密码."""
    with installation().office(Role.ADMINISTRATOR, agency) as office:
        person = accounts.find_person(office, login)
        _show(accounts.reset_password(office, person.id))


def _show(created: accounts.Created) -> None:
    click.echo(f"登录名：{created.person.login}")
    click.echo(f"密码：{created.password}（仅显示这一次，首次登录须更改）")


def _department(office: Office, name: str | None) -> int | None:
    if name is None:
        return None
    known = {each.name: each.id for each in departments_of(office) if each.active}
    if name not in known:
        raise DepartmentNotFound(name=name, names="、".join(known) or "无")
    return known[name]
