"""Settings, addresses and start-up: the only package that knows all others."""
