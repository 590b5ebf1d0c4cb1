import { useState } from 'react';

import { Card } from '@/components/card';
import type { Customer } from '@/lib/customers';

import { ChannelMix } from './channel-mix';
import { Entries } from './entries';
import { Filters } from './filters';
import css from './timeline.module.css';
import { useLiveTimeline } from './live-timeline';
import { EVERYTHING, type Wanted } from './timeline-query';
import { type Asked, Composer } from './writing/composer';
import { OpenTasks } from './writing/open-tasks';

interface TimelineTabProps {
  customer: Customer;
  /** Where changes of this customer are told; absent for a person at no account. */
  account: string | undefined;
  /** What is to be written at once. */
  asked?: Asked | undefined;
}

/** What happened with one customer, in one stream; what is to be added to it is written above it. */
export function TimelineTab({ customer, account, asked }: TimelineTabProps) {
  const [wanted, setWanted] = useState<Wanted>(EVERYTHING);
  useLiveTimeline(customer, account);
  return (
    <div className={css.page} data-testid="timeline-tab">
      <Composer customer={customer} asked={asked} />
      {customer.of === 'contacts' && <OpenTasks customer={customer} />}
      <ChannelMix customer={customer} />
      <Card title="Timeline">
        <Filters customer={customer} wanted={wanted} onWant={setWanted} />
        <Entries
          key={`${wanted.at ?? ''}/${wanted.grouped}`}
          customer={customer}
          wanted={wanted}
          onWant={setWanted}
        />
      </Card>
    </div>
  );
}
