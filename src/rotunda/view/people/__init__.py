"""The people of one account, for a viewer: who they are, how engaged, who knows them."""
