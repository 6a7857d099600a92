"""How many wrong options a question wants."""

WANTED = 3  # beside the key: of four options one is guessed right in a quarter of the cases
