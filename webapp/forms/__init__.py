"""Forms: what is filled in, and what must hold of it."""
