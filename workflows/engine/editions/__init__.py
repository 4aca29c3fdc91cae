"""Editions of a course (规程版本): which cases stand on which, and moving a running case from one to another."""
