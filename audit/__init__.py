"""The journal of everything done, and who looked at what. Below every other package; outlives every case."""
