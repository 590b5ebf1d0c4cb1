"""How good identity is: pairwise precision, recall and F1 where the truth is known."""
