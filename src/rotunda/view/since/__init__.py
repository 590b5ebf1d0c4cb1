"""What has changed for one viewer since they last looked at a customer."""
