"""Form definitions (form-js JSON) as marshmallow schemas and plain views."""

from engine.forms.conditions import CALENDAR, names_in
from engine.forms.document import Component, Form, FormUnreadable, Kind, Option, read_form
from engine.forms.lint import Finding, lint_form
from engine.forms.prose import Prose
from engine.forms.submission import (
    FormErrors,
    file_answers,
    input_names,
    load_submission,
    typed_values,
)
from engine.forms.view import Choice, FieldView, FormView, present

__all__ = [
    "CALENDAR",
    "Choice",
    "Component",
    "FieldView",
    "Finding",
    "Form",
    "FormErrors",
    "FormUnreadable",
    "FormView",
    "Kind",
    "Option",
    "Prose",
    "file_answers",
    "input_names",
    "lint_form",
    "load_submission",
    "names_in",
    "present",
    "read_form",
    "typed_values",
]
