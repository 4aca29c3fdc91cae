"""Soundness (流程可靠性): every way through a course is explored, and what must never happen is shown not to happen."""
