"""A page as files of its own: a tagged PDF to read and print, a Word file for those who assemble papers."""

from generator.pages.papers.inspecting import TemplateError
from generator.pages.papers.making import PaperFile, make, of_page
from generator.pages.papers.trying import try_out

__all__ = ["PaperFile", "TemplateError", "make", "of_page", "try_out"]
