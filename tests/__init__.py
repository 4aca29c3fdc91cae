"""Tests, mirroring the source; races/, processes/ and browser/ stand apart."""
