"""Teaching: courses, their people, and the questions asked in them."""
