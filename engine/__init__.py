"""Everything that is true of an application for government information, without a browser.

The map, in reading order: `law` (what is right), `store`, `feel`, `bpmn`, `forms` and
`documents` (how things are done), `soundness` (whether every case can finish), `lawful` (whether a
procedure keeps the Regulations), `office` (who acts, when, on which records), `cases`, `people`,
`repository` and `reports` (what may be done), `cli` and `worker` (who comes in).
Imports point down, never sideways, never up.
"""
