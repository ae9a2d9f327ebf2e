"""The law of government information disclosure as arithmetic: pure, exact, and cited."""
