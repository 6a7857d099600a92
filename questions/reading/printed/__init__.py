"""Printed pages: from letters that stand somewhere on a sheet to paragraphs in their order."""
