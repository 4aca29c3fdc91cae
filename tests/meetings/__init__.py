"""Tests of meetings at a step of a case."""
