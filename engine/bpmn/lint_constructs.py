"""Rules on constructs the engine does not run as BPMN means them: each is named and refused."""

from collections.abc import Iterator

from engine.bpmn import notation as xml
from engine.bpmn.drawing import WARNING, Drawing
from engine.bpmn.failures import Finding
from engine.bpmn.notation import Element

REFUSED = {
    "scriptTask": "不支持脚本任务：流程图中不得含有程序，请改用服务任务并指明动作",
    "complexGateway": "不支持复杂网关，请改用包容网关或并行网关",
    "adHocSubProcess": "不支持即席子流程，请把其中的环节画成并行分支",
    "transaction": "不支持事务子流程，请改用普通子流程",
    "linkEventDefinition": "不支持链接事件，请直接连线",
    "compensateEventDefinition": "不支持补偿事件，请把补救的环节画出来",
    "cancelEventDefinition": "不支持取消事件，请改用错误事件或消息事件",
    "dataStoreReference": "不支持数据存储，数据请放在表单和变量里",
    "ioSpecification": "不支持输入输出规格（ioSpecification），变量在全案范围内共用",
    "dataInputAssociation": "不支持数据输入关联，变量在全案范围内共用",
    "dataOutputAssociation": "不支持数据输出关联，变量在全案范围内共用",
    "loopDataInputRef": "多实例请用camunda:collection指明集合",
    "loopDataOutputRef": "多实例的结果请用属性outputCollection收集",
    "callChoreography": "不支持编排活动",
    "subChoreography": "不支持编排活动",
    "choreographyTask": "不支持编排活动",
    "subConversation": "不支持会话",
    "implicitThrowEvent": "不支持此事件",
}
PASSIVE = (
    "sequenceFlow documentation extensionElements laneSet textAnnotation association group "
    "dataObject dataObjectReference incoming outgoing multiInstanceLoopCharacteristics "
    "standardLoopCharacteristics auditing monitoring category"
)
KNOWN = xml.NODES | xml.REFUSED_NODES | frozenset(PASSIVE.split())
PERFORMERS = ("potentialOwner", "humanPerformer", "performer", "resourceRole")
LISTENERS = ("executionListener", "taskListener")
IGNORED_ATTRIBUTES = {
    "candidateUsers": "候选人员",
    "asyncBefore": "异步",
    "asyncAfter": "异步",
    "skipExpression": "跳过条件",
    "class": "Java类",
    "delegateExpression": "委托表达式",
    "expression": "Java表达式",
    "topic": "外部任务主题",
}
THROWN = frozenset({"messageEventDefinition", "signalEventDefinition", "escalationEventDefinition"})
ALLOWED_EVENTS = {
    "startEvent": frozenset(),
    "endEvent": frozenset(
        {
            "messageEventDefinition",
            "errorEventDefinition",
            "escalationEventDefinition",
            "terminateEventDefinition",
        }
    ),
    "intermediateThrowEvent": THROWN,
    "intermediateCatchEvent": frozenset(
        {
            "messageEventDefinition",
            "signalEventDefinition",
            "timerEventDefinition",
            "conditionalEventDefinition",
        }
    ),
    "boundaryEvent": frozenset(
        {
            "messageEventDefinition",
            "signalEventDefinition",
            "timerEventDefinition",
            "conditionalEventDefinition",
            "errorEventDefinition",
            "escalationEventDefinition",
        }
    ),
}


def check_constructs(drawing: Drawing) -> Iterator[Finding]:
    """Check every element for what the engine cannot do."""
    for element in drawing.root.iter():
        name = xml.local(element)
        if name in REFUSED:
            yield drawing.remark(f"refused_{name}", element, REFUSED[name])
        if name == "process" and element.get("isExecutable") == "false":
            yield drawing.remark("not_executable", element, "流程标明不可执行（isExecutable）")
        if name in {"process", "subProcess"}:
            yield from check_content(drawing, element)
    for node in drawing.nodes:
        yield from check_node(drawing, node)


def check_content(drawing: Drawing, scope: Element) -> Iterator[Finding]:
    """A process holds only elements the engine knows."""
    for one in scope:
        name = xml.local(one)
        if name and name not in KNOWN and name not in REFUSED:
            yield drawing.remark("unknown_element", one, f"引擎不认识元素{name}")


def check_node(drawing: Drawing, node: Element) -> Iterator[Finding]:
    """Check one node."""
    if node.get("triggeredByEvent") == "true":
        message = "不支持事件子流程，请改用边界事件"
        yield drawing.remark("event_subprocess", node, message)
    if node.get("isForCompensation") == "true":
        yield drawing.remark("compensation", node, "不支持补偿活动")
    if xml.local(node) in xml.EVENTS:
        yield from check_event(drawing, node)
    if xml.local(node) in {"serviceTask", "sendTask"} and not xml.properties(node).get("action"):
        yield drawing.remark("no_action", node, "没有用属性action指明由系统做什么")
    if xml.local(node) == "receiveTask" and not node.get("messageRef"):
        yield drawing.remark("no_message", node, "没有指明等待哪个消息")
    for name in PERFORMERS:
        if xml.child(node, name) is not None:
            message = f"{name}不起作用，请用camunda:candidateGroups写明由谁办理"
            yield drawing.remark("ignored", node, message, WARNING)
    yield from check_extensions(drawing, node)


def check_event(drawing: Drawing, node: Element) -> Iterator[Finding]:
    """An event has one definition, and one the engine knows at this place."""
    name = xml.local(node)
    found = [xml.local(one) for one in node if xml.local(one).endswith("EventDefinition")]
    if len(found) > 1 or node.get("parallelMultiple") == "true":
        yield drawing.remark("multiple_events", node, "一个事件只能有一种触发方式")
    if xml.child(node, "eventDefinitionRef") is not None:
        yield drawing.remark("event_reference", node, "不支持引用的事件定义，请写在事件里")
    for one in found:
        if one not in ALLOWED_EVENTS[name] and one not in REFUSED:
            yield drawing.remark("event_not_here", node, f"{one}不能用在{name}上")
    if not found and name in {"intermediateCatchEvent", "boundaryEvent"}:
        yield drawing.remark("no_event", node, "没有触发方式，案件将永远停在这里")
    if name == "boundaryEvent":
        yield from check_boundary(drawing, node, found)


def check_boundary(drawing: Drawing, node: Element, found: list[str]) -> Iterator[Finding]:
    """A boundary event sits on an activity that can bring it about."""
    host = next((n for n in drawing.nodes if n.get("id") == node.get("attachedToRef")), None)
    if (
        host is None
        or xml.local(host) not in xml.ACTIVITIES
        or host.getparent() is not node.getparent()
    ):
        yield drawing.remark("boundary_host", node, "边界事件没有附着在同一范围的活动上")
        return
    coded = {"errorEventDefinition", "escalationEventDefinition"} & set(found)
    if coded and xml.local(host) not in xml.SCOPES:
        message = "错误和升级边界事件只能放在子流程或调用活动上，放在任务上不会触发"
        yield drawing.remark("boundary_never", node, message)
    if "errorEventDefinition" in found and node.get("cancelActivity") == "false":
        yield drawing.remark("error_interrupts", node, "错误边界事件必须是中断的")


def check_extensions(drawing: Drawing, node: Element) -> Iterator[Finding]:
    """No scripts, no listeners, no mappings; what is ignored is said."""
    for one in node.iterfind(f"{xml.BPMN}extensionElements/*"):
        if isinstance(one.tag, str):
            yield from check_extension(drawing, node, one)
    for one in xml.extensions(node, "inputOutput", "outputParameter"):
        yield drawing.remark("mapping", one, "不支持输出参数，请用resultVariable")
    for name, title in IGNORED_ATTRIBUTES.items():
        if xml.camunda(node, name):
            message = f"{title}（camunda:{name}）不起作用"
            yield drawing.remark("ignored", node, message, WARNING)


def check_extension(drawing: Drawing, node: Element, one: Element) -> Iterator[Finding]:
    """Check one extension element of a node."""
    name = str(one.tag).rsplit("}", 1)[-1]
    if name in LISTENERS:
        yield drawing.remark("listener", node, "不支持监听器，请改用服务任务")
    elif "script" in name.lower() or "spiffworkflow" in str(one.tag):
        yield drawing.remark("script", node, f"不支持扩展{name}：流程图中不得含有程序")
    elif name in {"in", "out"} and one.get("variables") != "all" and not one.get("businessKey"):
        yield drawing.remark("mapping", node, "不支持变量映射，变量在全案范围内共用")
    elif name in {"formData", "connector", "failedJobRetryTimeCycle"}:
        yield drawing.remark("ignored", node, f"扩展{name}不起作用", WARNING)
