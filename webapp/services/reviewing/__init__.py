"""Reviewing: what to ask a learner, and what their answers do."""
