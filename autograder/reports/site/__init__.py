"""A class on pages: a folder of plain HTML that opens from a disk, without a network or a script."""
