import { lazy } from 'react';

import { MadeValue } from '@/components/made-value';
import { Moment } from '@/components/moment';
import { count, formatRatio } from '@/lib/numbers';

import type { Glance, SectionModule } from '../section-module';
import type { SupportView } from './model';
import { OpenTickets } from './open-tickets';
import { supportFrom } from './source-rows';
import { severityWords } from './words';

function satisfaction(view: SupportView) {
  const csat = view.satisfaction_90d;
  if (csat)
    return (
      <MadeValue label="customer satisfaction" made={csat.made}>
        CSAT {formatRatio(csat.value)}
      </MadeValue>
    );
  return null;
}

function glance(view: SupportView): Glance {
  if (view.open_count === undefined) return { value: 'Not shown', lines: [] };
  const kinds = severityWords(view.open_by_severity);
  return {
    value: view.open_count === 0 ? 'No tickets' : count(view.open_count, 'ticket'),
    lines: [
      view.open_count ? kinds : 'Nothing waits for an answer',
      view.oldest_open_at ? (
        <>
          Oldest <Moment at={view.oldest_open_at} as="age" /> · {satisfaction(view) ?? 'no rating'}
        </>
      ) : (
        (satisfaction(view) ?? 'No rating in 90 days')
      ),
    ],
  };
}

export const support: SectionModule<SupportView> = {
  name: 'support',
  title: 'Support',
  question: 'What is open',
  glance,
  count: (view) => view.open_count,
  Panel: lazy(async () => ({ default: (await import('./panel')).SupportPanel })),
  Overview: OpenTickets,
  related: {
    title: 'Tickets',
    list: 'tickets',
    List: lazy(async () => ({ default: (await import('./related')).RelatedTickets })),
  },
  fromSource: supportFrom,
};
