"""Views of the pages everyone sees: one module per page or kind of page."""
