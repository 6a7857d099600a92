"""Sources: documents, their passages, and what cites them."""
