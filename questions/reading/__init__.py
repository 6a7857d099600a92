"""Readers: one file per kind of source, each turning it into a Document with offsets kept."""
