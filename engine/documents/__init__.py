"""Official documents: plain values in, PDF out."""

from engine.documents.attaching import with_data
from engine.documents.comparison import Mark, Pair, abridged, compare
from engine.documents.fonts import FontReport, FontsMissing, font_report
from engine.documents.foundry import install_fonts
from engine.documents.glyphs import MissingGlyph
from engine.documents.grammar import LARGEST_SOURCE, Finding
from engine.documents.labels import label_of
from engine.documents.language import ValueMissing, ValueRefused
from engine.documents.large import can_enlarge, enlarged
from engine.documents.lint import lint_letter, lint_template
from engine.documents.placing import Spot, place
from engine.documents.press import PressBusy, PrintingFailed
from engine.documents.proofs import Proof, Run
from engine.documents.render import (
    close_press,
    missing_glyphs,
    open_press,
    render_pdf,
    render_proof,
)
from engine.documents.sealing import PADES, PROVIDERS, STAMP, SealOrder, SealProvider
from engine.documents.signing import KeyPair, SealReading, make_test_certificate, subject_of
from engine.documents.substitution import font_warning
from engine.documents.template import (
    FORMS,
    RECORD,
    About,
    LetterTemplate,
    LetterTooLong,
    TemplateRefused,
    letter_files,
    read_about,
    read_template,
    render_html,
)
from engine.documents.tracing import Paragraph, Passage, trace_letter
from engine.documents.typesetter import GlyphsMissing, ResourceRefused, SubsetterMissing
from engine.documents.vocabulary import Word, words_for
from engine.documents.word_reading import WordRefused, read_word
from engine.documents.word_writing import write_word
from engine.documents.words import text_of

__all__ = [
    "FORMS",
    "LARGEST_SOURCE",
    "PADES",
    "PROVIDERS",
    "RECORD",
    "STAMP",
    "About",
    "Finding",
    "FontReport",
    "FontsMissing",
    "GlyphsMissing",
    "KeyPair",
    "LetterTemplate",
    "LetterTooLong",
    "Mark",
    "MissingGlyph",
    "Pair",
    "Paragraph",
    "Passage",
    "PressBusy",
    "PrintingFailed",
    "Proof",
    "ResourceRefused",
    "Run",
    "SealOrder",
    "SealProvider",
    "SealReading",
    "Spot",
    "SubsetterMissing",
    "TemplateRefused",
    "ValueMissing",
    "ValueRefused",
    "Word",
    "WordRefused",
    "abridged",
    "can_enlarge",
    "close_press",
    "compare",
    "enlarged",
    "font_report",
    "font_warning",
    "install_fonts",
    "label_of",
    "letter_files",
    "lint_letter",
    "lint_template",
    "make_test_certificate",
    "missing_glyphs",
    "open_press",
    "place",
    "read_about",
    "read_template",
    "read_word",
    "render_html",
    "render_pdf",
    "render_proof",
    "subject_of",
    "text_of",
    "trace_letter",
    "with_data",
    "words_for",
    "write_word",
]
