r"""Formulas in questions: LaTeX between ``\(`` and ``\)``, or, displayed, in ``\[ \]`` or ``$$``.

A single ``$`` is money and stays. Formulas are shown as MathML, which no script has to draw, and
travel to other programs as LaTeX.
"""
