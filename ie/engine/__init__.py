"""A ruleset and a document to records. ``extract`` is the spine; read it first."""
