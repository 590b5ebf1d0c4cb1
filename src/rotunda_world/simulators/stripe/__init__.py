"""Stripe, in the shapes of API version 2026-06-24.dahlia."""

from rotunda_world.simulators.stripe.application import build

__all__ = ["build"]
