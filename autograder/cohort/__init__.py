"""A whole class: take in what was handed in, grade what is new, hand the grades to gradebooks."""
