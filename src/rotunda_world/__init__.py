"""The demo company and one simulator per vendor: real HTTP, real wire shapes, one coherent book of customers."""
