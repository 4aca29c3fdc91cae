"""The engine (引擎): course words on viewflow, routing, write functions, waits. Names no process."""
