"""What teammates write here about customers: notes, what they log, tasks. Each is an event of the timeline, too."""
