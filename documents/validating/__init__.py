"""Validating papers (校验): what others say of our files. Each module asks one of them; none is of our making."""
