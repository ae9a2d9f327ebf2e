"""A package whose diagram lets the head withdraw a receipt that was signed twice."""

import json

from engine.cases.actions import ACTIONS
from engine.repository import deploy as repository
from engine.store.cases import Case
from engine.store.letters import Letter
from tests.conftest import MOMENT, Desk
from tests.story import Story

DIAGRAM = "processes/disclosure.bpmn"
FORM = {
    "type": "default",
    "id": "withdraw",
    "components": [
        {"type": "textfield", "id": key, "key": key, "label": label}
        for key, label in (("manner", "方式"), ("reason", "理由"), ("replaced", "替代"))
    ],
}
STEPS = """
    <bpmn:sendTask id="issue_again" name="重新出具回执">
      <bpmn:extensionElements><camunda:properties>
        <camunda:property name="action" value="letter.issue"/>
        <camunda:property name="letter" value="R02"/>
        <camunda:property name="stage" value="receive"/>
      </camunda:properties></bpmn:extensionElements>
      <bpmn:incoming>issue_receipt_to_issue_again</bpmn:incoming>
      <bpmn:outgoing>issue_again_to_decide</bpmn:outgoing>
    </bpmn:sendTask>
    <bpmn:userTask id="decide" name="决定撤销" camunda:formKey="withdraw"
        camunda:candidateGroups="GROUP">
      <bpmn:extensionElements><camunda:properties>
        <camunda:property name="stage" value="receive"/>
      </camunda:properties></bpmn:extensionElements>
      <bpmn:incoming>issue_again_to_decide</bpmn:incoming>
      <bpmn:outgoing>decide_to_withdraw</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:serviceTask id="withdraw" name="撤销原回执">
      <bpmn:extensionElements>
        <camunda:inputOutput>
          <camunda:inputParameter name="letter_id">issue_receipt.letter_id</camunda:inputParameter>
          <camunda:inputParameter name="manner">decide.manner</camunda:inputParameter>
          <camunda:inputParameter name="reason">decide.reason</camunda:inputParameter>
          <camunda:inputParameter name="replacement">REPLACEMENT</camunda:inputParameter>
        </camunda:inputOutput>
        <camunda:properties>
          <camunda:property name="action" value="letter.withdraw"/>
          <camunda:property name="stage" value="receive"/>
        </camunda:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>decide_to_withdraw</bpmn:incoming>
      <bpmn:outgoing>issue_receipt_to_register</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="issue_receipt_to_issue_again" sourceRef="issue_receipt"
        targetRef="issue_again"/>
    <bpmn:sequenceFlow id="issue_again_to_decide" sourceRef="issue_again" targetRef="decide"/>
    <bpmn:sequenceFlow id="decide_to_withdraw" sourceRef="decide" targetRef="withdraw"/>
    <bpmn:userTask id="register" """
REPLACEMENT = 'if decide.replaced = "是" then issue_again.letter_id else null'


def publish_withdrawal(desk: Desk, group: str = "head") -> None:
    """Publish the standard package with a second receipt and the withdrawal of the first."""
    bundle = repository.current_bundle(desk("manager"))
    assert bundle is not None
    steps = STEPS.replace("REPLACEMENT", REPLACEMENT).replace("GROUP", group)
    diagram = bundle.files[DIAGRAM].decode()
    flow = 'id="issue_receipt_to_register" sourceRef="issue_receipt"'
    assert diagram.count(flow) == 1
    diagram = diagram.replace(flow, flow.replace('"issue_receipt"', '"withdraw"'))
    out = "<bpmn:outgoing>issue_receipt_to_register<"
    diagram = diagram.replace(out, "<bpmn:outgoing>issue_receipt_to_issue_again<", 1)
    diagram = diagram.replace('\n    <bpmn:userTask id="register" ', steps, 1)
    form = json.dumps(FORM, ensure_ascii=False).encode()
    changed = bundle.with_file(DIAGRAM, diagram.encode()).with_file("forms/withdraw.json", form)
    repository.deploy(desk("manager"), changed, ACTIONS)


def receive_twice(desk: Desk, group: str = "head") -> Story:
    """Receive an application whose receipt is signed twice; the head may withdraw the first."""
    publish_withdrawal(desk, group)
    return Story(desk, MOMENT).receive()


def receipts(desk: Desk, case: Case) -> list[Letter]:
    """Give both receipts, the first and the second."""
    rows = desk.session.query(Letter).filter_by(case_id=case.id).order_by(Letter.id)
    return list(rows.populate_existing())
