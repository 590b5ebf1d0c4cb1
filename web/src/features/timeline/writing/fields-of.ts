import type { WrittenKind } from '@/api/written';
import type { Customer } from '@/lib/customers';

import type { Draft } from './draft';

/** What the form shows of each kind, as the server names it: other faults are told below the form. */
export const FIELDS_OF: Record<WrittenKind, readonly string[]> = {
  note: ['text', 'label'],
  call: ['subject', 'text', 'at', 'duration_seconds', 'outbound', 'outcome', 'people'],
  meeting: ['subject', 'text', 'at', 'ends_at', 'outcome', 'people'],
  email: ['subject', 'text', 'at', 'outbound', 'people'],
  task: ['subject', 'text', 'due_at', 'assignee'],
};

/** What a field needs to know. */
export interface Shown {
  customer: Customer;
  kind: WrittenKind;
  writable: readonly string[];
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  error: Error | null;
}
