"""Whether each variable is set on every way before it is read, and what happens if it is not.

Read in this order: `office` (what is there beside the diagrams), `partly` (what FEEL makes of a
name that is not set), `shapes` (which fields an answer has), `reads` (where something is read),
`setting` (what sets something), `whole` (what is certain where), `rules` (one file for each).
"""
