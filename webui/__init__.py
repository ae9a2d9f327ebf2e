"""Every HTTP surface."""
