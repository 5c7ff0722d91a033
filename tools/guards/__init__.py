"""The rules of the fence (tools/policy.py), one module each; their words and texts are data beside them, explained there."""
