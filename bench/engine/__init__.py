"""What a decision costs: a case of five approvals, ours and others, interleaved in one run (``make bench-engine``)."""
