import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { SectionCard } from '@/components/section-card';
import { Quiet } from '@/components/stack';
import { inWords } from '@/lib/text';
import type { SupportView } from '@/sections/support/model';

import css from './contact-page.module.css';
import type { PersonPage } from './contact-query';

const OPEN: readonly string[] = ['new', 'open', 'pending', 'hold'];
const SHOWN = 6;

/** What this person still waits for. */
export function OpenQuestions({ page }: { page: PersonPage }) {
  return (
    <SectionCard<SupportView>
      title="Open questions"
      topic="Support"
      section={page.sections.support}
      testId="open-questions"
      height={120}
    >
      {(view) => {
        const open = (view.tickets ?? []).filter(({ status }) => OPEN.includes(status));
        if (open.length === 0) return <Quiet>Nothing is open.</Quiet>;
        return (
          <ul>
            {open.slice(0, SHOWN).map((ticket) => (
              <li key={ticket.number} className={css.question}>
                <div className={css.said}>
                  <RecordLink record={ticket.ref}>{ticket.subject}</RecordLink>
                  <p className={css.about}>
                    #{ticket.number} · since <Moment at={ticket.created_at} />
                  </p>
                </div>
                <Badge tone={ticket.severity === 'urgent' ? 'red' : 'orange'}>{inWords(ticket.status)}</Badge>
              </li>
            ))}
          </ul>
        );
      }}
    </SectionCard>
  );
}
