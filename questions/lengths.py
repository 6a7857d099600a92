"""How long each text of a question may be, and how many there may be of each part.

Characters and counts, each said once: the library holds to them, and the forms and tables above
it say the same.
"""

SLUG = 80
TAG = 40
SPEAKER = 120
LINE = 500  # an option, an answer, a line to match or to order
ENTRY = 1000  # what a learner types
STEM = 2000
BACK = 2000
FEEDBACK = 2000
EXPLANATION = 4000
HINT = 500
QUOTE = 5000
FORMULA = 1000  # its LaTeX: a page of mathematics has few that are longer than 300

CITATIONS = 10
TAGS = 20
HINTS = 4  # one after each wrong try, of five at most
ROWS = 20  # options, pairs or items
ANSWERS = 50
