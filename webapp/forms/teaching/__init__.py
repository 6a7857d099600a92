"""What an instructor fills in."""
