// Which questions the panel asks of an element: what engine/bpmn/nodes.py reads of it, and nothing else.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { penFor } from "./pen.js";

const TIMERS = { timeDuration: "一段时间以后", timeDate: "到某一日期时刻", timeCycle: "每隔一段时间" };
const ORDER = { false: "同时", true: "依次" };
const REFERENCES = { message: ["Message", "消息名称"], signal: ["Signal", "信号名称"], error: ["Error", "错误名称"], escalation: ["Escalation", "升级名称"] };
const STEPS = ["bpmn:Activity", "bpmn:Event"];

// Give the groups of questions for an element. `choices` lists what may be named.
export function fieldsOf(modeler, element, choices) {
  const pen = penFor(modeler, element), own = pen.own, ask = asker(choices);
  if (own.$type === "bpmn:TextAnnotation") return [group("注释", ask("area", "text", "文字", pen.shown("text")))];
  if (!isAny(own, ["bpmn:FlowNode", "bpmn:SequenceFlow", "bpmn:Process", "bpmn:Participant", "bpmn:Lane"])) return [];
  return [general(own, pen, ask, choices), ...handling(own, pen, ask), ...events(own, pen, ask), ...flow(element, own, pen, ask), ...many(own, pen, ask), ...values(own, pen, ask)].filter((one) => one.fields.length);
}

const group = (title, ...fields) => ({ title, fields: fields.filter(Boolean) });

// A question: how it is shown, under which key it is known, what it is called, where it is read and written.
function asker(choices) {
  return (kind, key, label, access, more = {}) => ({ kind, key, label, ...access, ...more, options: more.from ? choices[more.from] : more.options });
}

function general(own, pen, ask, { settled }) {
  const fixed = settled.includes(own.id);
  return group("基本",
    ask("text", "name", "名称", pen.shown("name")),
    ask("text", "id", "编号", identity(own, pen), { fixed, hint: fixed ? "在办案件以编号认环节，发布以后不再改动" : "英文字母、数字和下划线；表达式以编号引用办理结果" }),
    isAny(own, ["bpmn:FlowNode", "bpmn:Process"]) && ask("area", "documentation", own.$type === "bpmn:Process" ? "流程说明" : "办理说明", pen.documentation(), { hint: "写明怎样办、依据什么" }),
    isAny(own, ["bpmn:Activity", "bpmn:Event", "bpmn:Process"]) && ask("select", "stage", "阶段", pen.property("stage"), { from: "stages", empty: "与外层相同" }),
    isAny(own, ["bpmn:Activity"]) && ask("text", "statutory", "依据", pen.property("statutory"), { hint: "在环节旁显示，例如：条例第三十三条第二款" }));
}

function identity(own, pen) {
  const plain = /^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/, taken = (id) => id !== own.id && Boolean(own.$model.ids.assigned(id));
  return {
    get: () => own.id,
    wrong: (text) => (!plain.test(text.trim()) ? "编号只能用英文字母、数字、下划线，且不以数字开头" : taken(text.trim()) ? "这个编号已经用过，请另取一个" : ""),
    set: (text) => text.trim() !== own.id && pen.shown("id").set(text.trim()),
  };
}

function handling(own, pen, ask) {
  const letter = () => ask("select", "letter", "文书", pen.property("letter"), { from: "letters", empty: "不涉及文书", code: true });
  if (isAny(own, ["bpmn:UserTask", "bpmn:ManualTask"]) || own.$type === "bpmn:Task") {
    return [group("办理",
      ask("select", "form", "表单", pen.attribute("camunda:formKey"), { from: "forms", empty: "请选择表单" }),
      ask("roles", "groups", "办理岗位", pen.attribute("camunda:candidateGroups"), { from: "roles", joint: "," }),
      ask("feel", "due", "办理期限", pen.attribute("camunda:dueDate"), { hint: "例如 clock.reply_due" }),
      ask("steps", "separate", "与下列环节由不同人员办理", pen.property("separateFrom"), { from: "steps" }),
      ask("check", "returnable", "退回时交回原办理人", flag(pen.property("returnable"))),
      ask("feel", "department", "交办科室", pen.property("department"), { hint: "只在办理岗位是承办科室时填写" }))];
  }
  if (isAny(own, ["bpmn:ServiceTask", "bpmn:SendTask"]) && !is(own, "bpmn:BusinessRuleTask")) {
    return [group("系统办理", ask("select", "action", "由系统做什么", pen.property("action"), { from: "actions", empty: "请选择" }), letter())];
  }
  if (is(own, "bpmn:BusinessRuleTask")) return [group("决策", ask("select", "decision", "决策表", pen.attribute("camunda:decisionRef"), { from: "decisions", empty: "请选择决策表" }))];
  if (is(own, "bpmn:CallActivity")) return [group("调用流程", ask("select", "called", "流程", pen.attribute("calledElement"), { from: "processes", empty: "请选择流程" }))];
  if (is(own, "bpmn:ReceiveTask")) return [group("等待", named(own, "message", pen, ask))];
  if (is(own, "bpmn:StartEvent") && own.$parent.$type === "bpmn:Process") return [group("办理", ask("select", "form", "收件表单", pen.attribute("camunda:formKey"), { from: "forms", empty: "无" }))];
  return [];
}

const flag = ({ get, set }) => ({ get: () => get() === "true", set: (on) => set(on ? "true" : "") });

// Written in two places: a person's page reads the one, other editors show the other.
const both = (first, second) => ({ get: () => first.get() || second.get(), set: (text) => { first.set(text); second.set(text); } });

function named(holder, kind, pen, ask) {
  const [type, label] = REFERENCES[kind], access = pen.reference(type, holder);
  return ask("suggest", `ref-${kind}`, label, access, { names: access.names() });
}

function events(own, pen, ask) {
  const event = own.eventDefinitions?.[0], kind = event?.$type.replace(/bpmn:|EventDefinition/g, "").toLowerCase();
  if (!event) return [];
  if (kind === "timer") return [timer(event, pen, ask)];
  if (kind === "conditional") return [group("触发", ask("feel", "condition", "条件", pen.expression("condition", event)))];
  if (!REFERENCES[kind]) return [];
  const button = kind === "message" && isAny(own, ["bpmn:CatchEvent"]) ? [
    ask("text", "label", "按钮文字", pen.property("label"), { hint: "案件页上的按钮；由其他流程触发的不填" }),
    ask("select", "formKey", "按钮的表单", both(pen.attribute("camunda:formKey"), pen.property("formKey")), { from: "forms", empty: "无" }),
    ask("roles", "groups", "可以按下的岗位", pen.property("groups"), { from: "roles", joint: " " })] : [];
  return [group("触发", named(event, kind, pen, ask), ...button)];
}

function timer(event, pen, ask) {
  const current = () => Object.keys(TIMERS).find((slot) => event[slot]) ?? "";
  const turn = (slot) => {
    const old = current(), body = event[old]?.body ?? "";
    pen.write(event, { ...(old && { [old]: undefined }), ...(slot && { [slot]: pen.made("bpmn:FormalExpression", { body }, event) }) });
  };
  return group("定时",
    ask("select", "timer", "何时", { get: current, set: turn }, { options: TIMERS, empty: "请选择" }),
    current() && ask("feel", "timer-text", "时间", pen.expression(current(), event), { hint: "FEEL 表达式，或者 P3D、R/P1D、2026-03-02 这样的写法" }));
}

function flow(element, own, pen, ask) {
  if (!is(own, "bpmn:SequenceFlow") || !isAny(element.source, ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway", "bpmn:Activity"])) return [];
  return [group("流转条件",
    ask("feel", "when", "条件", pen.expression("conditionExpression"), { hint: "例如 legal_review.decision = \"approve\"；默认流向不填" }),
    ask("check", "default", "其余情况都走这里（默认流向）", pen.isDefault))];
}

function many(own, pen, ask) {
  const loop = own.loopCharacteristics;
  if (!loop || !isAny(own, STEPS)) return [];
  if (loop.$type === "bpmn:StandardLoopCharacteristics") return [group("循环", ask("feel", "again", "继续的条件", pen.expression("loopCondition", loop)))];
  const order = pen.attribute("isSequential", loop);
  return [group("办理多份",
    ask("select", "order", "先后", { get: () => String(order.get() || false), set: (text) => pen.write(loop, { isSequential: text === "true" }) }, { options: ORDER }),
    ask("feel", "collection", "每一项来自", pen.attribute("camunda:collection", loop), { hint: "一个列表，每一项办理一份" }),
    ask("text", "element", "每一项称为", pen.attribute("camunda:elementVariable", loop), { mono: true }),
    ask("feel", "cardinality", "份数", pen.expression("loopCardinality", loop), { hint: "没有列表时填写" }),
    ask("feel", "enough", "提前结束的条件", pen.expression("completionCondition", loop)),
    ask("text", "output", "结果汇总为", pen.property("outputCollection"), { mono: true }),
    ask("feel", "output-element", "每一份的结果", pen.property("outputElement")))];
}

function values(own, pen, ask) {
  if (!isAny(own, ["bpmn:Task", "bpmn:CatchEvent"]) || own.$type === "bpmn:StartEvent") return [];
  const result = is(own, "bpmn:BusinessRuleTask") ? pen.attribute("camunda:resultVariable") : pen.property("resultVariable");
  return [group("数据",
    isAny(own, ["bpmn:Task"]) && ask("pairs", "inputs", "输入参数", pen.inputs()),
    ask("text", "result", "结果存为", result, { mono: true, hint: `不填即以编号 ${own.id} 引用` }))];
}
