import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Row, Rows } from '@/components/rows';
import { SectionCard } from '@/components/section-card';
import { Quiet } from '@/components/stack';

import type { CardProps } from '../section-module';
import { ChannelIcon } from './channel-icon';
import type { CommunicationView } from './model';
import { entryTitle } from './words';

const SHOWN = 4;

export function RecentContact({ section }: CardProps) {
  return (
    <SectionCard<CommunicationView>
      title="Recent contact"
      topic="Communication"
      section={section}
      testId="section-communication"
      height={SHOWN * 51}
    >
      {(view) =>
        view.entries?.length ? (
          <Rows>
            {view.entries.slice(0, SHOWN).map((entry) => (
              <Row
                key={entry.ref.external_id}
                icon={<ChannelIcon channel={entry.channel} />}
                title={<RecordLink record={entry.ref}>{entryTitle(entry)}</RecordLink>}
                sub={entry.text ?? entry.teammate}
                end={<Moment at={entry.at} as="clock" />}
              />
            ))}
          </Rows>
        ) : (
          <Quiet>No email, call, meeting or note is known.</Quiet>
        )
      }
    </SectionCard>
  );
}
