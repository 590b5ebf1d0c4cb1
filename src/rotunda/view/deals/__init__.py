"""The deals of an account with what is judged of them, for one viewer."""
