"""Set-up, checks and other commands for people who work on Guicheng."""
