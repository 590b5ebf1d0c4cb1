import { Card } from '@/components/card';
import { type Page, viewOf } from '@/lib/page';
import type { ProfileView } from '@/sections/profile/model';

import { FieldRow } from './field-row';
import css from './fields.module.css';

/** What we own of this customer, edited in place. */
export function OwnFields({ page }: { page: Page }) {
  const { id, fields = [] } = page.account;
  const records = viewOf<ProfileView>(page, 'profile')?.records ?? [];
  return (
    <Card title="Ours" testId="own-fields">
      <dl className={css.list}>
        {fields.map((field) => (
          <FieldRow key={field.id} account={id} field={field} records={records} />
        ))}
      </dl>
    </Card>
  );
}
