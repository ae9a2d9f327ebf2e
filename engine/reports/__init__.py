"""Numbers over many cases."""
