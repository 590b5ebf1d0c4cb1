import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { Outbox } from '@/api/timeline';
import { SourceLink } from '@/components/record-link';
import { MoreButton } from '@/components/stack';
import { announce } from '@/lib/announce';
import { reasonOf, sendJson } from '@/lib/api';
import { type Customer, timelineKeyOf, writtenKeyOf } from '@/lib/customers';
import { useMay } from '@/lib/session';
import { useSource } from '@/lib/sources';

import css from './writing.module.css';

/** Whether the customer's system of record has it, too. */
export function OutboxLine({ outbox }: { outbox: Outbox | undefined }) {
  const { title } = useSource(outbox?.source ?? '');
  if (!outbox) return null;
  const { state, reason, url, source = '' } = outbox;
  const because = reason ? `: ${reason}` : '';
  return (
    <span className={state === 'refused' ? css.refusal : css.outbox} data-testid="outbox" data-state={state}>
      {state === 'waiting' && `Saved here, not yet in ${title}${because}`}
      {state === 'sent' && (
        <SourceLink url={url} source={source}>
          In {title}
        </SourceLink>
      )}
      {state === 'refused' && `${title} refused it${because}`}
      {state === 'kept_here' && (reason ?? 'Kept here')}
    </span>
  );
}

interface SendAgainProps {
  customer: Customer;
  id: string;
}

/** For whoever minds the connections, once what stood in the way is gone. */
export function SendAgain({ customer, id }: SendAgainProps) {
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => sendJson<unknown>('POST', `/outbox/${encodeURIComponent(id)}/retry`),
    onSuccess: () => announce('It is sent again.'),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: timelineKeyOf(customer) });
      void client.invalidateQueries({ queryKey: writtenKeyOf(customer) });
    },
  });
  if (!useMay('connection_manage')) return null;
  return (
    <>
      <MoreButton onClick={() => retry.mutate()}>{retry.isPending ? 'Sending…' : 'Send again'}</MoreButton>
      {retry.error && (
        <span role="alert" className={css.refused}>
          {reasonOf(retry.error)}
        </span>
      )}
    </>
  );
}
