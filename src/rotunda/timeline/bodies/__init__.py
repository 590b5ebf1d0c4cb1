"""What a mail or a note says, safe to show: nothing in it runs or loads, and what was only quoted is folded away."""
