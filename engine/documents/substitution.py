"""What is said, to whoever runs the office, of letters not printed in the faces of GB/T 9704."""

from pathlib import Path

from engine.documents.fonts import AGENCY_FONTS, FACES, FONTS, SUMS, font_report


def font_warning(fonts: Path = FONTS) -> str:
    """Say which faces are missing, what prints instead and what to do; empty if none is."""
    report = font_report(fonts)
    if not report.notices:
        return ""
    files = "、".join(
        face.files[-1]
        for face, found in zip(FACES, report.faces, strict=True)
        if found.file is None
    )
    return (
        f"文书字体不全。{''.join(report.notices)}"
        "印出的文书与《党政机关公文格式》（GB/T 9704—2012）规定的字体不一致，内容不受影响。"
        f"请将所缺字体（{files}）放入 {fonts / AGENCY_FONTS} 后重新启动；"
        f"或者在能够访问系统软件源时，删除 {fonts / SUMS} 并执行 ./mingda setup。"
    )
