import { Button } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { FieldDefinition } from '@/api/fields';
import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { reasonOf } from '@/lib/api';
import { useTitle } from '@/lib/title';

import { DefinitionTable } from './definition-table';
import { FieldDialog } from './field-dialog';
import css from './fields-page.module.css';
import { definitionsQuery } from './fields-query';

const GROUPS = [
  ['account', 'Fields of accounts'],
  ['contact', 'Fields of contacts'],
] as const;

/** What an admin does with fields: define, change, order, archive. */
export function FieldsPage() {
  useTitle('Fields');
  const { data, error } = useQuery(definitionsQuery);
  const [open, setOpen] = useState<FieldDefinition | 'new'>();
  return (
    <div className={css.page} data-testid="fields-page">
      <div className={css.head}>
        <div>
          <h1>Fields</h1>
          <p className={css.intro}>
            Facts that we own. They are edited on the page of each customer, and every change is kept.
          </p>
        </div>
        <Button onClick={() => setOpen('new')}>New field</Button>
      </div>
      {error && !data && (
        <Notice icon={<IconCloudOff size={24} />} title="The fields could not be read" minHeight={240}>
          {reasonOf(error)}
        </Notice>
      )}
      {!data && !error && <SkeletonBlock height={240} />}
      {data &&
        GROUPS.map(([group, title]) => (
          <Card key={group} title={title}>
            <DefinitionTable
              caption={title}
              fields={data.filter((each) => each.applies_to === group)}
              onEdit={setOpen}
            />
          </Card>
        ))}
      {open && <FieldDialog field={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
    </div>
  );
}
