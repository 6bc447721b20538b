"""Grade submissions: judges in processes of their own, the table of slips, and the records that come out."""
