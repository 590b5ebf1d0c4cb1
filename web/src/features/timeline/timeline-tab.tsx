import { useState } from 'react';

import { Card } from '@/components/card';
import type { Customer } from '@/lib/customers';

import { ChannelMix } from './channel-mix';
import { Entries } from './entries';
import { Filters } from './filters';
import css from './timeline.module.css';
import { EVERYTHING, type Wanted } from './timeline-query';

/** What happened with one customer, in one stream. */
export function TimelineTab({ customer }: { customer: Customer }) {
  const [wanted, setWanted] = useState<Wanted>(EVERYTHING);
  return (
    <div className={css.page} data-testid="timeline-tab">
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
