"""Choosing sessions."""
