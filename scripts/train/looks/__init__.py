"""Looks: what the places of a picture look like, learned from a network that knows a million photographs."""
