"""The living playbook: files a customer-success team edits ⇄ one frozen, checked catalogue."""
