"""The operator's door: one command, several verbs."""
