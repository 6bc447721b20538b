"""Show and store results: small writers, each over the record alone."""
