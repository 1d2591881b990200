"""A page as files of its own: a tagged PDF to read and print, a Word file for those who assemble papers."""

from generator.pages.papers.making import PaperFile, make, of_page
from generator.pages.papers.word import TemplateError

__all__ = ["PaperFile", "TemplateError", "make", "of_page"]
