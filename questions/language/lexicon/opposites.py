"""Words that deny, and words of which one cannot hold where the other does."""

from __future__ import annotations

NEGATIONS = frozenset("not never no none nor neither nobody nothing cannot without n't".split())

_PAIRS = """
rose|fell rise|fall rises|falls rising|falling risen|fallen increase|decrease increased|decreased
increases|decreases increasing|decreasing grew|shrank grow|shrink gained|lost gain|lose won|lost
win|lose opened|closed open|closed opens|closes began|ended begins|ends start|end started|ended
accepted|rejected accept|reject accepts|rejects accepted|refused supported|opposed support|oppose
supports|opposes approved|rejected allowed|forbade allowed|banned allows|bans
confirmed|denied confirms|denies joined|left joins|leaves entered|left arrived|departed
bought|sold buy|sell imported|exported imports|exports succeeded|failed succeeds|fails
largest|smallest biggest|smallest highest|lowest longest|shortest oldest|youngest
oldest|newest fastest|slowest richest|poorest best|worst most|least hottest|coldest
larger|smaller bigger|smaller higher|lower longer|shorter older|younger older|newer faster|slower
better|worse warmer|colder hotter|colder north|south east|west northern|southern
eastern|western true|false legal|illegal public|private major|minor upper|lower
""".split()

OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in _PAIRS:
    _one, _other = _pair.split("|")
    OPPOSITES[_one] = OPPOSITES.get(_one, frozenset()) | {_other}
    OPPOSITES[_other] = OPPOSITES.get(_other, frozenset()) | {_one}
