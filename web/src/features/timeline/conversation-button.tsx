import { lazy, Suspense, useState } from 'react';

import type { TimelineEvent } from '@/api/timeline';
import { MoreButton } from '@/components/stack';
import type { Customer } from '@/lib/customers';

const ThreadSheet = lazy(async () => ({ default: (await import('./thread/thread-sheet')).ThreadSheet }));

/** From a mail to the conversation that it belongs to. */
export function ConversationButton({ customer, event }: { customer: Customer; event: TimelineEvent }) {
  const [open, setOpen] = useState(false);
  return (
    <p>
      <MoreButton onClick={() => setOpen(true)}>Whole conversation</MoreButton>
      {open && (
        <Suspense fallback={null}>
          <ThreadSheet
            customer={customer}
            event={event.id}
            subject={event.subject}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </p>
  );
}
