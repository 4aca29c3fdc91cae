"""The gallery (样张): every kind of paper with everyday, shortest, longest and rare facts, to be looked at."""
