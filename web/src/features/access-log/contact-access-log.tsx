import { Card } from '@/components/card';

import { Looks } from './looks';

/** Who looked at this person, and who changed what we own of them. */
export function ContactAccessLog({ id }: { id: string }) {
  return (
    <Card title="Who looked at this person" testId="contact-access-log">
      <Looks filter={{ contact: id }} />
    </Card>
  );
}
