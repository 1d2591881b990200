"""Helpers of the browser tests: the sample's portal, served; windows on it; what is seen in them."""
