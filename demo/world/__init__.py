"""An invented press: stories and furniture are data, engines make pages of them, and every page has its truth beside it."""
