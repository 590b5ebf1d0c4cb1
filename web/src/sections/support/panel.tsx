import { useState } from 'react';

import { Card } from '@/components/card';
import { ToggleButton } from '@/components/chart-frame';
import { Metrics } from '@/components/metrics';
import { Quiet, Stack } from '@/components/stack';

import type { PanelProps } from '../section-module';
import { metricsOf } from './metrics';
import type { SupportView } from './model';
import css from './support.module.css';
import { TicketTable } from './ticket-table';
import { isOpen } from './words';

/** Every ticket with its status, and how support goes. */
export function SupportPanel({ view }: PanelProps<SupportView>) {
  const [onlyOpen, setOnlyOpen] = useState(false);
  const tickets = (view.tickets ?? []).filter((each) => !onlyOpen || isOpen(each));
  return (
    <Stack>
      <Metrics metrics={metricsOf(view)} />
      <Card
        title="Tickets"
        aside={
          <ToggleButton pressed={onlyOpen} onToggle={() => setOnlyOpen(!onlyOpen)}>
            Only open
          </ToggleButton>
        }
      >
        {tickets.length ? <TicketTable tickets={tickets} /> : <Quiet>No ticket to show.</Quiet>}
        {view.truncated && <p className={css.sub}>Older tickets exist in the helpdesk than were read.</p>}
      </Card>
    </Stack>
  );
}
