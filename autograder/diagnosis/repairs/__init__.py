"""Change a student's own code in one place until all checks of an exercise pass: that place is where the mistake is.

`source` holds the text and its places, `propose` puts the families' changes into an order, `search` tries them, and
`choose` says what may be said of those that passed. A family is one file of small generators, each with its own
sentence: about the code at that line as it is, never about what should stand there instead.
"""
