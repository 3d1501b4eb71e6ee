"""What the readers of marked-up formats share."""
