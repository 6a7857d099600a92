"""Questions drafted by a language model, each proved by the document or dropped.

Nothing a model says is taken at its word: we find its quotes, say whose words they are, and
hold every word of a question against the passage. What fails is dropped, never mended.
"""
