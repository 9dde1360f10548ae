"""What the classifier confuses, as a page that a curator can read."""
