"""Contradiction: analysis of competing hypotheses, and how its tools count."""
