"""Measures that need more than the tests: larger data, other tools, a quiet machine."""
