"""Medical attendance rules: family, claims, advances, wards, liver transplant."""
