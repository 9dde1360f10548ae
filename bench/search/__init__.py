"""How fast and how well documents are searched, beside the usual LIKE over the same table."""
