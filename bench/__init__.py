"""Measurements of Sahayak beside other systems."""
