"""Loading the department's own documents: reading files, and cutting them into passages."""
