import type { KeptSignal, Signal } from '@/api/signals';

/** What was decided about the fact that a page judges; nothing as long as it is not kept yet. */
export const keptOf = (signal: Signal, standing: readonly KeptSignal[] | undefined): KeptSignal | undefined =>
  standing?.find((each) => each.kind === signal.kind && each.fact === signal.fact);

/** Whether somebody said that it needs nobody now. */
export const isAway = (kept: KeptSignal | undefined, now: number): boolean =>
  kept !== undefined &&
  (kept.resolved_at !== undefined ||
    (kept.snoozed_until !== undefined && Date.parse(kept.snoozed_until) > now));
