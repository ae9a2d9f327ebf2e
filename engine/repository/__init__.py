"""Publish processes, forms, decisions and letters together."""
