"""BPMN 2.0 on SpiffWorkflow, which nobody else imports."""
