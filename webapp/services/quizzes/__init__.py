"""Quizzes: built, taken, and marked."""
