"""The fields of each interaction: filled from one, checked, and made into one again.

What a form does not show of the interaction that was edited, such as partial credit of an
accepted answer, is kept where the text it belongs to is kept.
"""

from webapp.forms.teaching.kinds import KINDS
from webapp.forms.teaching.shapes.arrangements import BackShape, ItemsShape, PairsShape
from webapp.forms.teaching.shapes.choices import OptionsShape, TruthShape
from webapp.forms.teaching.shapes.entries import NumbersShape, WordsShape
from webapp.forms.teaching.shapes.shape import Shape

# The groups of fields on the editor's page. Switching the type of question keeps each.
SHAPES: dict[str, type[Shape]] = {
    "options": OptionsShape,
    "voices": OptionsShape,
    "truth": TruthShape,
    "words": WordsShape,
    "amounts": NumbersShape,
    "match": PairsShape,
    "order": ItemsShape,
    "card": BackShape,
}
SHAPE_OF: dict[str, str] = {name: kind.shape for name, kind in KINDS.items()}

__all__ = ["SHAPES", "SHAPE_OF", "OptionsShape", "Shape"]
