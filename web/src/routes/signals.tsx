import { createRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import {
  SIGNAL_KINDS,
  type Severity,
  type SignalKind,
  type SignalOwner,
  type SignalState,
} from '@/api/signals';
import { SkeletonBlock } from '@/components/skeleton';

import { signedInRoute } from './signed-in';
import { useWriteSuggested } from './suggested';

const SignalsPage = lazy(async () => ({
  default: (await import('@/features/signals/signals-page')).SignalsPage,
}));

interface SignalsSearch {
  owner?: SignalOwner;
  state?: SignalState;
  severity?: Severity;
  kind?: SignalKind;
}

const OWNERS: readonly SignalOwner[] = ['mine', 'team', 'everyone'];
const STATES: readonly SignalState[] = ['snoozed', 'resolved'];
const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low'];

const oneOf = <Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined =>
  choices.find((each) => each === value);

/** What is not a choice is as if it had not been said. */
function known({ owner, state, severity, kind }: Record<string, unknown>): SignalsSearch {
  const chosen = {
    owner: oneOf(OWNERS, owner),
    state: oneOf(STATES, state),
    severity: oneOf(SEVERITIES, severity),
    kind: oneOf(SIGNAL_KINDS, kind),
  };
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
}

function Signals() {
  const search = signalsRoute.useSearch();
  const write = useWriteSuggested();
  return (
    <Suspense fallback={<SkeletonBlock height={400} />}>
      <SignalsPage wanted={{ owner: 'everyone', state: 'open', ...search }} onWrite={write} />
    </Suspense>
  );
}

export const signalsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/signals',
  validateSearch: known,
  component: Signals,
});
