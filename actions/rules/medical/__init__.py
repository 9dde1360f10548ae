"""Medical attendance rules: family, reimbursement claims."""
