"""What is only read here: nothing in this folder changes the database."""
