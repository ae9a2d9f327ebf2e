"""A verb for the operator: the certificates of the agency's electronic seals."""

import click

from engine.cli.door import installation
from engine.documents import subject_of
from engine.people.sealing import certificates_of, make_test_certificates
from engine.roles import Role

_OFFICIAL = "正式的电子印章（国密 SM2）由签章系统提供，接入位置见 engine/documents/sealing.py。"


@click.command(name="seal", short_help="电子签章的证书 certificates of electronic seals")
@click.option("--make-test-certificate", "make", is_flag=True, help="制作测试证书 make test ones")
@click.option("--agency", help="机关名称 for which agency, if there are several")
def seal(agency: str | None, *, make: bool) -> None:
    """Show the certificates of the agency's seals, or make some for trying out.

    列出机关签章的证书；加 --make-test-certificate 时，为每种印章制作测试证书，密钥加密保存。
    """
    with installation().office(Role.ADMINISTRATOR, agency) as office:
        if make:
            subjects = make_test_certificates(office)
        else:
            kept = certificates_of(office.session, office.actor.agency_id)
            subjects = [subject_of(each) for each in kept]
    if make:
        click.echo("已制作测试证书，不具有法律效力，只供试用：")
    else:
        click.echo("本机关的签章证书：" if subjects else "本机关没有签章证书。")
    for subject in subjects:
        click.echo(f"  {subject}")
    click.echo(_OFFICIAL)
