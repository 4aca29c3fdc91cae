"""Processes (流程): the regulation as code, the engine that runs it and the policy it runs by."""
