"""Print-ready worksheets: one computation on one page, both languages, behind a sealed link."""
