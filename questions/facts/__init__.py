"""What a document states: who means whom, when, how many, and who says so."""
