"""A read-only web app over a library of ledgers: pages, a JSON API, static files. Needs the extra sayso[web], loaded when it is served."""
