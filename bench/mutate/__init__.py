"""Mutation of courses (流程变异): one edge, guard or obligation is deleted at a time, and something must notice."""
