"""HTTP: routes, pages, forms, and the rules every request passes."""
