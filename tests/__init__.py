"""Tests, by the names of what they test."""
