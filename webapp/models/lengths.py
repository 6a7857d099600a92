"""How many characters each column of text holds; what a question's texts hold is the library's.

Forms and services hold to these too, so that nothing is refused that fits, nor cut off.
"""

TITLE = 120  # of a course or a quiz
DOCUMENT_TITLE = 200
PUBLISHER = 120
DESCRIPTION = 1000
SECTION = 5000  # what a section of a quiz says before its questions
READING = 10_000  # of a passage that a section shows
NOTE = 500  # what changed in a question, and what is wrong with one
FILE_NAME = 200
ADDRESS = 2000  # of a page to fetch
COMMENT = 2000  # of one instructor to the others, on a question
NAME = 80  # of a person, and of what a person gives a name to
EMAIL = 254  # the longest path that SMTP takes (RFC 5321), without the angle brackets
GROUP = 60  # the name of a group of learners
JOIN_CODE = 6
ACCESS_CODE = 20  # of a quiz, as it is kept
DIGEST = 64  # SHA-256, in hexadecimal digits
CLIENT_KEY = 80  # what a page gives an answer, so that sending it twice has one effect
RULE = 12  # the name of the rule by which an answer was right
SPOT = 40  # where a draft is written: the id of a question, or a digest of how it was begun
TIME_ZONE = 64
CHECK = 40  # the name of a check of proposed questions
FINGERPRINT = 100  # what tells whether attempts changed since they were rolled up
WAY = 40  # the name of a way to ask
MEDIA = 40  # the name of a picture or a sound
