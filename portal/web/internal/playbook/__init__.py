"""What the playbook's reader is made of."""
