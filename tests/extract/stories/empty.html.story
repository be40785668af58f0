error: an empty page
