"""What may be done to a case, one function per act."""
