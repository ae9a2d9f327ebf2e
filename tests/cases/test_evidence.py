"""证据卷: the whole case, indexed and numbered, whatever somebody has sent into it."""

import hashlib
import io
from dataclasses import asdict, dataclass
from functools import cached_property

import pikepdf
import pypdf
import pypdfium2
import pytest

from engine.cases.access import CaseNotFound, NotAllowed
from engine.cases.enclosures import Enclosure
from engine.cases.evidence import (
    MOST_REASON,
    Dossier,
    ReasonMissing,
    VolumeMissing,
    gather,
    record_export,
)
from engine.cases.evidence_binding import Volume, bind_dossier
from engine.cases.evidence_matter import Material, Piece, Signed
from engine.cases.files import Upload, attach, keep
from engine.cases.history import first_broken_link
from engine.documents.language import cn_date
from engine.repository.bundle import EVIDENCE
from engine.store.cases import Attachment, Blob
from engine.store.deployments import DeploymentFile, current_deployment
from engine.store.events import events_of
from tests.conftest import Desk
from tests.documents import hostile
from tests.plots import plain_disclosure, third_party_objects
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")
REASON = "行政复议答复"
NOT_AN_HONEST_FILE = hostile.that_needs_a_password()


@dataclass
class Bound:
    """A case, its dossier and the bundle made of it."""

    story: Story
    dossier: Dossier
    volume: Volume

    @property
    def pieces(self) -> list[Piece]:
        return [piece for section in self.dossier.sections for piece in section.pieces]

    @cached_property
    def pages(self) -> list[str]:
        """Give the words of every page, without blanks."""
        with pypdfium2.PdfDocument(self.volume.pdf) as opened:
            texts = [page.get_textpage().get_text_range() for page in opened]
        return ["".join(text.split()) for text in texts]

    @cached_property
    def outline(self) -> dict[str, int]:
        """Give the page, counted from 1, on which each part begins."""
        reader = pypdf.PdfReader(io.BytesIO(self.volume.pdf))
        return {
            str(item.title): (reader.get_destination_page_number(item) or 0) + 1
            for item in reader.outline
            if not isinstance(item, list)
        }


def bound(story: Story, reason: str = REASON) -> Bound:
    dossier = gather(story.office(), story.case_id, reason)
    return Bound(story, dossier, bind_dossier(dossier))


def put_in(story: Story, name: str, media_type: str, content: bytes) -> None:
    """Leave a file with the case, also one that today's checks would not let in."""
    office = story.office("registrar")
    office.session.add(
        Attachment(
            case_id=story.case_id,
            kind="attachments",
            filename=name,
            media_type=media_type,
            sha256=keep(office, content),
            added_by="甲登记",
            added_at=office.at,
        )
    )
    story.desk.commit()


@pytest.fixture
def story(office: Desk) -> Story:
    return Story(office, moment("2024-01-02"))


def test_a_case_from_door_to_reply_is_one_numbered_volume(story: Story):
    third_party_objects(story)
    attach(
        story.office(), story.case, "attachments", Upload("身份证明.jpg", hostile.picture("JPEG"))
    )
    put_in(story, "申请书.pdf", "application/pdf", hostile.pdf(2))
    put_in(story, "说明.txt", "text/plain", "说明".encode())
    put_in(story, "加密.pdf", "application/pdf", NOT_AN_HONEST_FILE)
    made = bound(story)
    check_cover_and_index(made)
    check_contents(made)
    check_letters_are_as_signed(made)
    check_hashes(made)


def check_cover_and_index(made: Bound) -> None:
    pages = made.pages
    assert len(pages) == made.volume.pages
    for number, words in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in words, number
    for words in (made.story.case.number, "测试申请人甲", "示例县人民政府办公室", REASON, "乙经办"):
        assert words in pages[0]
    front = "".join(pages[:3])
    outline = made.outline
    for number, piece in enumerate(made.pieces, start=1):
        first = outline.get(f"{number}. {piece.title}", "未装订")
        assert f"{piece.source}{cn_date(piece.on)}{first}" in front, piece.title


def check_contents(made: Bound) -> None:
    text = "".join(made.pages)
    for words in (
        *("2025年3月8日", "周六", "征求测试企业甲意见，不计入期限", "放假办法第七条"),
        *("国办发明电〔2024〕12号", "第1版"),
        *("本科室电子公文系统、纸质档案", "报价明细属于商业秘密", "理由成立，予以采纳"),
        *("法制审核", "己法审", "负责人签发", "庚负责", "同意签发"),
        *("EX000000001CN", "征求第三方意见书", "未发现改动"),
        *("说明.txt", "该格式不能装订", "加密.pdf", "文件设有密码"),
    ):
        assert words in text, words
    assert "11010519491231002X" not in text
    for event in events_of(made.story.desk.session, made.story.case_id):
        assert event.digest[:12] in text, event.summary


def check_letters_are_as_signed(made: Bound) -> None:
    signed = [piece for piece in made.pieces if isinstance(piece.body, Signed)]
    assert len(signed) == len(made.story.letters())
    outline = made.outline
    with pikepdf.open(io.BytesIO(made.volume.pdf)) as volume:
        for piece in signed:
            first = next(page for title, page in outline.items() if title.endswith(piece.title))
            assert isinstance(piece.body, Signed)
            with pikepdf.open(io.BytesIO(piece.body.pdf)) as letter:
                for number, page in enumerate(letter.pages):
                    drawn = volume.pages[first - 1 + number].obj.Contents
                    assert page.obj.Contents.read_bytes() in [part.read_bytes() for part in drawn]


def check_hashes(made: Bound) -> None:
    listed = "".join(made.pages[made.outline[list(made.outline)[-1]] - 1 :])
    for piece in made.pieces:
        if isinstance(piece.body, Signed | Material):
            assert piece.body.sha256 in listed, piece.title
    blobs = made.story.desk.session.query(Blob).all()
    assert hashlib.sha256(NOT_AN_HONEST_FILE).hexdigest() in {blob.sha256 for blob in blobs}


def test_an_awkward_case_is_bound_and_what_went_out_is_written_down(
    story: Story, monkeypatch: pytest.MonkeyPatch
):
    """What no face can print is named by its code, what is too long is handed over as a file.

    The same dossier gives the same bytes.
    """
    monkeypatch.setattr("engine.cases.evidence_binding.MOST_INSERTED", 3)
    content = "农村公路\U0001f6e3养护<b>计划</b>\u200b" + "长" * 4900
    story.on("2026-03-02").receive(content=content)
    put_in(story, "三页.pdf", "application/pdf", hostile.pdf(3))
    put_in(story, "一页.pdf", "application/pdf", hostile.pdf(1))
    made = bound(story)
    assert bind_dossier(made.dossier).pdf == made.volume.pdf
    text = "".join(made.pages)
    assert "农村公路〔U+1F6E3〕养护<b>计划</b>〔U+200B〕" in text
    assert text.count("长") >= 4900
    assert "一页.pdf（装入后本卷的材料超过3页）" in text
    check_record(made)


def check_record(made: Bound) -> None:
    story, volume = made.story, made.volume
    record_export(story.office(), made.dossier, volume.sha256, volume.pages)
    last = events_of(story.desk.session, story.case_id)[-1]
    assert (last.tag, last.actor) == ("evidence:exported", "乙经办")
    assert REASON in last.summary
    assert last.payload == {
        "reason": REASON,
        "sha256": hashlib.sha256(volume.pdf).hexdigest(),
        "pages": volume.pages,
        "through": last.seq - 1,
    }
    assert first_broken_link(story.office("auditor"), story.case_id) is None
    again = gather(story.office(), story.case_id, REASON)
    assert again.through == last.seq


@pytest.mark.parametrize("reason", ["", " \n ", "因" * (MOST_REASON + 1)])
def test_nobody_takes_a_case_away_without_saying_what_for(story: Story, reason: str):
    story.on("2026-03-02").receive()
    with pytest.raises(ReasonMissing, match="事由"):
        gather(story.office(), story.case_id, reason)


def test_only_who_may_read_the_case_takes_it_away(story: Story, office: Desk):
    story.on("2026-03-02").receive()
    for who in ("department", "administrator"):
        with pytest.raises(NotAllowed, match="查阅案件"):
            gather(story.office(who), story.case_id, REASON)
    office.person("auditor").agency_id = office.other_agency().id
    with pytest.raises(CaseNotFound):
        gather(story.office("auditor"), story.case_id, REASON)


def test_a_package_without_templates_says_so(story: Story, office: Desk):
    story.on("2026-03-02").receive()
    mine = office.session.query(DeploymentFile).filter(DeploymentFile.path.startswith(EVIDENCE))
    for row in mine:
        office.session.delete(row)
    forget_the_package(office)
    with pytest.raises(VolumeMissing, match="templates/evidence"):
        gather(story.office(), story.case_id, REASON)


def forget_the_package(office: Desk) -> None:
    """Let the deployment be read again, as after a restart."""
    deployment = current_deployment(office.session, office.agency_id)
    assert deployment is not None
    deployment.content_hash = "another"
    office.session.flush()


def test_a_record_that_was_changed_is_named_on_the_cover(
    story: Story, monkeypatch: pytest.MonkeyPatch
):
    story.on("2026-03-02").receive()
    monkeypatch.setattr("engine.cases.evidence_source.digest_of", lambda _: "another")
    cover = gather(story.office(), story.case_id, REASON).front
    assert "第1条记录与其校验值不符" in cover["verdict"]


def test_the_same_file_is_bound_once(story: Story):
    story.on("2026-03-02").receive()
    put_in(story, "一.pdf", "application/pdf", hostile.pdf())
    put_in(story, "二.pdf", "application/pdf", hostile.pdf())
    first, second = materials(story)
    assert (first.reason, second.reason) == ("", "与本卷“一.pdf”为同一文件，不重复装订")


def test_what_is_too_heavy_for_one_volume_is_handed_over_as_files(
    story: Story, monkeypatch: pytest.MonkeyPatch
):
    story.on("2026-03-02").receive()
    put_in(story, "一.pdf", "application/pdf", hostile.pdf(1))
    put_in(story, "二.pdf", "application/pdf", hostile.pdf(2))
    put_in(story, "三.pdf", "application/pdf", hostile.pdf(1, size=(200, 200)))
    monkeypatch.setattr("engine.cases.evidence.MOST_BYTES", 2 * len(hostile.pdf(1)))
    reasons = [each.reason for each in materials(story)]
    assert reasons == ["", "装入后本卷的材料超过100兆字节", ""]


def test_what_went_out_with_a_reply_stands_behind_it(story: Story, office: Desk):
    plain_disclosure(story)
    letter = story.letters()["F01"]
    given = Enclosure("附件 养护计划.pdf", "application/pdf", keep(story.office(), hostile.pdf(2)))
    letter.content = {**letter.content, "enclosures": [asdict(given)]}
    office.commit()
    dossier = gather(story.office(), story.case_id, REASON)
    titles = [piece.title for section in dossier.sections for piece in section.pieces]
    assert titles[titles.index(f"《{letter.title}》{letter.number}") + 1] == given.name


def materials(story: Story) -> list[Material]:
    dossier = gather(story.office(), story.case_id, REASON)
    bodies = [piece.body for section in dossier.sections for piece in section.pieces]
    return [body for body in bodies if isinstance(body, Material)]
