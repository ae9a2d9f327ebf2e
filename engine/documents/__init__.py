"""Plain values in, official letters out."""
