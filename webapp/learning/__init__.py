"""What is remembered and when to ask again: pure functions, time and chance as arguments."""
