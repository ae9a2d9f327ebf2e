"""Letters with long names, many documents and long grounds: still set as the standard wants."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine.documents import letter_files, read_template, render_html
from engine.documents.fonts import FONTS
from engine.documents.press import InlinePress
from tests.content.test_letters import CODES, PACKAGE, RECORDS
from tests.documents.layout import read_pages, record_violations, violations

SIGNER = "示例省示例自治州示例县示例高新技术产业开发区管理委员会"
SOMEBODY = "示例市丙字生态环境保护与城乡可持续发展促进中心（特殊普通合伙）示例分所"
GROUND = (
    "依据《示例市人民政府关于印发〈示例市城市供水管理办法〉的通知》（示政发〔2024〕128号）第12条，"
    "2019年10月28日至2023年12月31日期间形成的1286份文件中，有1027页涉及13户施工单位的投标报价，"
    "合同总价为1280.56万元，占工程总投资的87.5%，经2025年11月30日、2026年1月4日两次书面征求意见，"
    "有关单位以示建函〔2025〕1006号、示建函〔2026〕3号函复不同意公开。"
)
DOCUMENTS = [
    {
        "title": f"关于转发《示例市城市供水管网改造工程第{n}期实施方案（2024—2030年）》的通知",
        "number": f"示水发〔2024〕{n * 137}号",
        "pages": n * 111,
        "form": "纸质件",
    }
    for n in range(1, 10)
]


@pytest.fixture(scope="module")
def press():
    press = InlinePress(FONTS)
    yield press
    press.close()


def changed(values: Any, changes: Mapping[str, Any]) -> Any:
    """Replace, in a copy and at any depth, what stands under these names and is not empty."""
    if isinstance(values, list):
        return [changed(each, changes) for each in values]
    if not isinstance(values, Mapping):
        return values
    return {
        key: changes[key] if key in changes and part else changed(part, changes)
        for key, part in values.items()
    }


def printed(press, code: str, **changes: Any) -> bytes:
    template = read_template(letter_files(PACKAGE, code))
    values = changed(template.sample, changes)
    return press.print(render_html(template, values), code, template.sample["letter"]["date"])


@pytest.mark.parametrize("code", CODES)
def test_a_letter_with_everything_long_keeps_the_standard(code, press):
    pdf = printed(
        press,
        code,
        signing_entity=SIGNER,
        party=SOMEBODY,
        name=SOMEBODY,
        content=GROUND,
        reasons=GROUND * 3,
        reason=GROUND,
        convenience=GROUND,
        documents=DOCUMENTS if code[0] in "FG" else GROUND,
        **dict.fromkeys(("facts", "questions", "opinion", "evidence", "proposal"), GROUND),
    )
    assert (record_violations if code in RECORDS else violations)(pdf) == []


@pytest.mark.parametrize("code", ["F01", "F12", "P01", "P06"])
def test_wherever_the_page_ends_the_seal_stands_with_text(code, press):
    """The text grows by a line at a time over a whole page; nothing is ever set apart."""
    lengths = set()
    for lines in range(0, 27, 2):
        pdf = printed(
            press,
            code,
            content="示例县城区供水管网改造工程的初步设计批复文件" + "、施工合同" * 5 * lines,
        )
        assert violations(pdf) == [], lines
        lengths.add(len(read_pages(pdf)))
    assert len(lengths) > 1
