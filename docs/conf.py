"""How Sphinx makes pages of this folder: `make docs`."""

project = "autograder"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "autograder"
html_show_sourcelink = False
html_copy_source = False
# A page that was opened from a disk may read no other.
html_show_search_summary = False
# Links to files of the repository that are no pages here.
suppress_warnings = ["myst.xref_missing", "misc.highlighting_failure"]
myst_heading_anchors = 3
