"""Policy (政策): thresholds, terms and authorities as dated data with a source."""
