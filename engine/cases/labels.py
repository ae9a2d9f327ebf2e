"""What stored answers are called: the words of the published form in which they were given."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.cases import access
from engine.cases.package import Package, shelved
from engine.forms import Component
from engine.office import Office
from engine.store.cases import Case
from engine.store.deployments import Deployment

_INTAKE, _DELIVERY = "intake", "delivery"


def wishes_of(office: Office, case_id: int) -> list[tuple[str, str]]:
    """Say in words how the applicant wants the information (条例第二十九条第二款第三项).

    The labels are those of the intake form of the case's own package; what that form does not
    ask is not shown. A box that was ticked is its label alone, without further words.

    Raises:
        CaseNotFound.
    """
    case = access.case_of(office, case_id)
    package = _package_of(office, case)
    form = package.form(package.definition.start_form or _INTAKE)
    return [
        (component.label, _words(component, case.wishes[component.key]))
        for component in form.walk()
        if component.key and case.wishes.get(component.key)
    ]


def delivery_methods(office: Office, case_id: int) -> Mapping[str, str]:
    """Give the ways of service by their value, as the delivery form of the case offers them.

    Raises:
        CaseNotFound.
    """
    package = _package_of(office, access.case_of(office, case_id))
    if f"forms/{_DELIVERY}.json" not in package.files:
        return {}
    components = package.form(_DELIVERY).walk()
    return next((_options(each) for each in components if each.key == "method"), {})


def _words(component: Component, answer: Any) -> str:  # noqa: ANN401  (a JSON value)
    if answer is True:
        return ""
    given = answer if isinstance(answer, Sequence) and not isinstance(answer, str) else [answer]
    labels = _options(component)
    return "、".join(labels.get(str(each), str(each)) for each in given)


def _options(component: Component) -> dict[str, str]:
    return {str(option.value): option.label for option in component.options}


def _package_of(office: Office, case: Case) -> Package:
    content = select(Deployment.content_hash).where(Deployment.id == case.deployment_id)
    return shelved(office.session, case.deployment_id, office.session.scalars(content).one())
