"""How often one may try: counted by address, in memory unless configured otherwise."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=False)

# For whatever guesses: wrong tries from one address.
TRYING = "20 per minute; 200 per hour"

# For making accounts: a whole class may come in from one address.
MAKING = "60 per minute; 600 per hour"
