"""Evidence -> exactly the shape that each template needs: a frozen dataclass a page. Pure."""
