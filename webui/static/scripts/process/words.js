// What the drawing board says, in Chinese. What is missing is kept in window.untranslated, for the tests.
const TOOLS = {
  "Activate hand tool": "移动画布", "Activate lasso tool": "框选", "Activate create/remove space tool": "腾出或者收回空间", "Activate global connect tool": "连线",
  "Create start event": "添加开始", "Create intermediate/boundary event": "添加中间事件或者边界事件", "Create end event": "添加结束", "Create gateway": "添加网关",
  "Create task": "添加环节", "Create data object reference": "添加数据对象", "Create data store reference": "添加数据存储", "Create expanded sub-process": "添加子流程",
  "Create pool/participant": "添加参与者", "Create group": "添加分组框",
  "Append task": "接一个环节", "Append gateway": "接一个网关", "Append end event": "接结束", "Append intermediate/boundary event": "接中间事件或者边界事件",
  "Append compensation activity": "接补偿活动", "Append conditional intermediate catch event": "接条件事件", "Append message intermediate catch event": "接消息事件",
  "Append receive task": "接等待消息的环节", "Append signal intermediate catch event": "接信号事件", "Append timer intermediate catch event": "接定时事件",
  "Add text annotation": "添加注释", "Change element": "更换类型", "Connect to other element": "连到其他环节", "Connect using association": "用虚线关联",
  "Connect using data input association": "关联数据", Delete: "删除", "Open {element}": "打开{element}", element: "子流程",
  "Add lane above": "在上方加泳道", "Add lane below": "在下方加泳道", "Divide into two lanes": "分为两条泳道", "Divide into three lanes": "分为三条泳道",
  "Align elements": "对齐", "Align elements left": "左对齐", "Align elements right": "右对齐", "Align elements center": "水平居中", "Align elements top": "上对齐",
  "Align elements bottom": "下对齐", "Align elements middle": "垂直居中", "Distribute elements horizontally": "水平等距分布", "Distribute elements vertically": "垂直等距分布",
  "Search in diagram": "在图中查找名称或者编号", "Open minimap": "打开缩略图", "Close minimap": "收起缩略图",
  Loop: "循环办理", "Parallel multi-instance": "同时办理多份", "Sequential multi-instance": "依次办理多份", "Toggle non-interrupting": "到时是否中断环节",
  Collection: "集合", "Participant multiplicity": "多个参与者", " + shift + ": " + Shift + ",
  "flow elements must be children of pools/participants": "环节必须画在参与者的框内", "Data object must be placed within a pool/participant.": "数据对象必须画在参与者的框内。",
};
const STEPS = {
  Task: "环节（人员办理）", "User task": "人员办理", "Service task": "系统办理", "Send task": "制发文书", "Receive task": "等待消息", "Manual task": "线下办理",
  "Business rule task": "查决策表", "Script task": "脚本", "Call activity": "调用流程", Transaction: "事务子流程", "Event sub-process": "事件子流程",
  "Sub-process": "子流程", "Sub-process (collapsed)": "子流程（收起）", "Sub-process (expanded)": "子流程（展开）",
  "Ad-hoc sub-process": "即席子流程", "Ad-hoc sub-process (collapsed)": "即席子流程（收起）", "Ad-hoc sub-process (expanded)": "即席子流程（展开）",
  "Exclusive gateway": "择一网关", "Parallel gateway": "并行网关", "Inclusive gateway": "多选网关", "Complex gateway": "复杂网关", "Event-based gateway": "等待先到的事件",
  "Data store reference": "数据存储", "Data object reference": "数据对象", "Expanded pool/participant": "参与者（展开）", "Empty pool/participant": "参与者（空）",
  "Sequence flow": "流向", "Default flow": "其余情况（默认流向）", "Conditional flow": "附条件的流向",
  "Start event": "开始", "End event": "结束", "Intermediate throw event": "中间标记", "Boundary event": "边界事件",
};
const KINDS = { Message: "消息", Timer: "定时", Conditional: "条件", Signal: "信号", Error: "错误", Escalation: "升级", Compensation: "补偿", Cancel: "取消", Link: "链接", Terminate: "终止" };
const PLACES = { "start event": "开始", "intermediate catch event": "等待事件", "intermediate throw event": "发出事件", "boundary event": "边界事件", "end event": "结束" };

const known = new Map(Object.entries({ ...TOOLS, ...STEPS }));
for (const [kind, name] of Object.entries(KINDS)) {
  for (const [place, where] of Object.entries(PLACES)) {
    known.set(`${kind} ${place}`, `${name}${where}`);
    known.set(`${kind} ${place} (non-interrupting)`, `${name}${where}（不中断）`);
  }
}
known.set("Terminate end event", "终止整个流程");

const missing = (window.untranslated = []);

function translate(words, values = {}) {
  const found = known.get(words);
  if (found === undefined && !missing.includes(words)) missing.push(words);
  return (found ?? words).replace(/{([^}]+)}/g, (whole, key) => values[key] ?? whole);
}

export const inChinese = { translate: ["value", translate] };

// What a kind of element is called in the panel.
const TYPES = {
  UserTask: STEPS["User task"], Task: STEPS.Task, ManualTask: STEPS["Manual task"], ServiceTask: STEPS["Service task"], SendTask: STEPS["Send task"],
  ReceiveTask: STEPS["Receive task"], BusinessRuleTask: STEPS["Business rule task"], CallActivity: STEPS["Call activity"], SubProcess: STEPS["Sub-process"],
  ExclusiveGateway: STEPS["Exclusive gateway"], ParallelGateway: STEPS["Parallel gateway"], InclusiveGateway: STEPS["Inclusive gateway"], EventBasedGateway: STEPS["Event-based gateway"],
  SequenceFlow: STEPS["Sequence flow"], Process: "流程", StartEvent: "开始", EndEvent: "结束", IntermediateCatchEvent: "等待事件", IntermediateThrowEvent: "发出事件",
  BoundaryEvent: "边界事件", TextAnnotation: "注释", Group: "分组框", Association: "关联线", DataObjectReference: "数据对象", Participant: "参与者", Lane: "泳道", Collaboration: "协作图",
};

export function typeName(businessObject) {
  const type = businessObject.$type.replace("bpmn:", ""), kind = businessObject.eventDefinitions?.[0]?.$type.replace(/bpmn:|EventDefinition/g, "");
  return (kind ? KINDS[kind] ?? "" : "") + (TYPES[type] ?? type);
}
