"""Search over the answers and over the department's own documents."""
