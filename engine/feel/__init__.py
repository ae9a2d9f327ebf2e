"""FEEL, the one expression language of diagrams, forms and decisions."""
