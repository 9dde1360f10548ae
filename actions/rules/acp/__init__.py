"""Time scale and financial upgradation (ACP)."""
