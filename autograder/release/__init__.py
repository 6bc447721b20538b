"""What a student's repository is made of, and the checks that its CI trusts."""
