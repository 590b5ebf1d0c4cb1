import { Card } from '@/components/card';

import { Looks } from './looks';

/** Who looked at this customer: a tab of its page. */
export function AccountAccessLog({ id }: { id: string }) {
  return (
    <Card title="Who looked at this customer" testId="section-access-log">
      <Looks filter={{ account: id }} />
    </Card>
  );
}
