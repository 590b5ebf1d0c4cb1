import { Badge } from '@/components/badge';
import { KeyValues } from '@/components/key-values';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { SectionCard } from '@/components/section-card';
import { FromSource } from '@/components/source-mark';
import { inWords } from '@/lib/text';
import type { PeopleView, Person } from '@/sections/people/model';
import { ROLE_TITLES, ROLE_TONES } from '@/sections/people/words';

import css from './contact-page.module.css';
import type { PersonPage } from './contact-query';

/** What the CRM says of this person. */
export function KnownElsewhere({ page }: { page: PersonPage }) {
  return (
    <SectionCard<PeopleView>
      title="In the CRM"
      topic="People"
      section={page.sections.people}
      testId="contact-crm"
      height={120}
    >
      {(view) => (
        <ul className={css.people}>
          {(view.people ?? []).map((person, index) => (
            <li key={index}>
              <p className={css.sheetMarks}>
                {(person.roles ?? []).map((role) => (
                  <Badge key={role} tone={ROLE_TONES[role]}>
                    {ROLE_TITLES[role]}
                  </Badge>
                ))}
                {person.records.map((record) => (
                  <RecordLink key={record.external_id} record={record}>
                    <FromSource source={record.source} />
                  </RecordLink>
                ))}
              </p>
              <KeyValues rows={valuesOf(person)} />
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}

function valuesOf({ title, lifecycle_stage: stage, owner, last_contacted_at: spoken }: Person) {
  return [
    ...(title === undefined ? [] : [{ key: 'title', label: 'Title', value: title }]),
    ...(stage === undefined ? [] : [{ key: 'stage', label: 'Lifecycle stage', value: inWords(stage) }]),
    ...(owner === undefined ? [] : [{ key: 'owner', label: 'Engaged by', value: owner }]),
    ...(spoken === undefined
      ? []
      : [{ key: 'spoken', label: 'Last contact', value: <Moment at={spoken} /> }]),
  ];
}
