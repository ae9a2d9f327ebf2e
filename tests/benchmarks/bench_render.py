"""What printing costs: our typesetter beside bare WeasyPrint, on the same page and fonts.

    python tests/benchmarks/bench_render.py [LETTERS]

CPU milliseconds of this process, warm, medians, ours and bare in turn so that both meet the same
neighbours; then a batch through the printing processes, by the clock; then the memory of one
process over LETTERS letters (1000). Only the ratios mean anything on another machine.
"""

import logging
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from weasyprint import CSS, HTML
from weasyprint.pdf import fonts as font_writer

from engine.documents import letter_files, read_template, render_html, settling
from engine.documents.fonts import FONTS
from engine.documents.press import PooledPress
from engine.documents.typesetter import VARIANT, Typesetter

LETTERS = Path(__file__).parents[2] / "templates" / "letters"
DAY = date(2026, 3, 5)
CONTENT = "示例县城区供水管网改造工程的初步设计批复文件"
ROUNDS, WARMING, BATCH, MANY = 25, 3, 200, 1_000
WANTED = 1.15
"""How much more than bare WeasyPrint a letter may cost."""


def cpu(act: Callable[[], object]) -> float:
    """Give the CPU milliseconds of an act."""
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


def in_turn(*acts: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Give the median of each act, all of them done in every round."""
    for _ in range(WARMING):
        for act in acts:
            act()
    taken = [[cpu(act) for act in acts] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def letters_of(code: str) -> Callable[[int], str]:
    """Write a letter whose quotation is longer by so many characters."""
    package = {str(p.relative_to(LETTERS)): p.read_bytes() for p in LETTERS.rglob("*.*")}
    template = read_template(letter_files(package, code))
    sample = template.sample

    def written(added: int) -> str:
        case = {**sample["case"], "content": CONTENT + "、施工合同" * added}
        return render_html(template, {**sample, "case": case})

    return written


def passes_of(typesetter: Typesetter, page: str) -> tuple[int, int]:
    """Count how often a letter is laid out, and its pages."""
    count = 0

    def counted(root: object, lay_out: Callable[[], object]) -> object:
        def once() -> object:
            nonlocal count
            count += 1
            return lay_out()

        return settling.settle(root, once)

    setting = sys.modules[Typesetter.__module__]
    setting.settle, plain = counted, setting.settle
    pages = len(typesetter.lay_out(page).pages)
    setting.settle = plain
    return count, pages


def one_letter(typesetter: Typesetter) -> None:
    """Print ours and bare in turn, for letters that are laid out once, twice and three times."""
    written = letters_of("F12")
    shown: dict[int, tuple[str, int]] = {}
    counts: Counter[int] = Counter()
    for added in range(0, 300, 5):
        page = written(added)
        passes, pages = passes_of(typesetter, page)
        shown.setdefault(passes, (page, pages))
        counts[passes] += 1
    print(f"{'':<34}{'bare ms':>9}{'ours ms':>9}{'ratio':>8}")
    for passes, (page, pages) in sorted(shown.items()):
        bare, ours = in_turn(bare_print(typesetter, page), lambda p=page: print_(typesetter, p))
        share = counts[passes] / counts.total()
        told = f"{pages} pages, laid out {passes} times ({share:.0%})"
        over = "  over" if passes == 1 and ours / bare > WANTED else ""
        print(f"{told:<34}{bare:9.1f}{ours:9.1f}{ours / bare:8.2f}{over}")


def print_(typesetter: Typesetter, page: str) -> bytes:
    """Print a letter as the product does."""
    return typesetter.print(page, "F12", DAY)


def bare_print(typesetter: Typesetter, page: str) -> Callable[[], bytes]:
    """Print the same page with WeasyPrint alone: its fonts set up, its style sheet read before."""
    before, _, rest = page.partition('<style id="sheet">')
    sheet, _, after = rest.partition("</style>")
    fonts = typesetter._fonts  # noqa: SLF001 (the same fonts, read once)
    sheets = [CSS(string=sheet, font_config=fonts)]

    def bare() -> bytes:
        html = HTML(string=before + after)
        return html.write_pdf(
            stylesheets=sheets, font_config=fonts, pdf_variant=VARIANT, pdf_identifier=b"same"
        )

    return bare


def where_it_goes(typesetter: Typesetter) -> None:
    """Take a letter apart: lines and pages, cutting the fonts to size, and the rest."""
    page = letters_of("F12")(0)
    spent = {"fonts": 0.0}
    clean = font_writer.Font.clean

    def timed(*given: object) -> None:
        began = time.process_time()
        clean(*given)
        spent["fonts"] += (time.process_time() - began) * 1000

    whole, laid_out = in_turn(lambda: print_(typesetter, page), lambda: typesetter.lay_out(page))
    font_writer.Font.clean = timed
    for _ in range(ROUNDS):
        print_(typesetter, page)
    font_writer.Font.clean = clean
    subset = spent["fonts"] / ROUNDS
    print(
        f"\nof {whole:.1f} ms: lines and pages {laid_out:.1f}, cutting fonts to size {subset:.1f}"
    )


def batch() -> None:
    """Print a batch with one printing process and with two, by the clock."""
    written = letters_of("F12")
    pages = [written(at % 40) for at in range(BATCH)]
    taken = {}
    for workers in (1, 2):
        press = PooledPress(FONTS, workers=workers)
        with ThreadPoolExecutor(workers) as threads:
            list(threads.map(lambda page, p=press: p.print(page, "F12", DAY), pages[:4]))
            began = time.perf_counter()
            list(threads.map(lambda page, p=press: p.print(page, "F12", DAY), pages))
            taken[workers] = time.perf_counter() - began
        press.close()
    print(
        f"\n{BATCH} letters: one process {taken[1]:.1f} s, two {taken[2]:.1f} s, "
        f"{taken[1] / taken[2]:.2f} times as fast, {BATCH / taken[2]:.0f} a second"
    )


def resident() -> float:
    """Measure the memory of this process, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1024**2


def memory(typesetter: Typesetter, many: int) -> None:
    """Print very many different letters in one process and watch what it keeps."""
    written = letters_of("F12")
    quarter = max(1, many // 4)
    kept = {0: resident()}
    for at in range(1, many + 1):
        print_(typesetter, written(at % 80))
        if at % quarter == 0:
            kept[at] = resident()
    told = ", ".join(f"{size:.0f} MB after {at}" for at, size in kept.items())
    growth = resident() / kept[quarter]
    print(f"\nmemory: {told}; {growth:.2f} of what it was after a quarter")


def main() -> None:
    """Print every comparison."""
    logging.disable(logging.WARNING)
    typesetter = Typesetter(FONTS)
    one_letter(typesetter)
    where_it_goes(typesetter)
    batch()
    memory(typesetter, int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
    typesetter.close()


if __name__ == "__main__":
    main()
