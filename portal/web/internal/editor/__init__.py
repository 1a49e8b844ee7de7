"""What the playbook's editor is made of."""
