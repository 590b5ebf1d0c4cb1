import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { Card } from '@/components/card';
import { Moment } from '@/components/moment';
import { reasonOf } from '@/lib/api';
import { useMay } from '@/lib/session';

import css from './hand-links.module.css';
import { handLinksQuery, type LinkedIdentifier, useUnlink } from './hand-links-query';

/** What people said that a customer is known by, each to be taken back. Nothing where nobody said anything. */
export function HandLinks({ id }: { id: string }) {
  const may = useMay('account_merge');
  const { data } = useQuery({ ...handLinksQuery(id), enabled: may });
  if (!data?.items.length) return null;
  return (
    <Card title="Linked by hand" testId="hand-links">
      <ul className={css.links}>
        {data.items.map((each) => (
          <Item key={each.id} link={each} />
        ))}
      </ul>
    </Card>
  );
}

function Item({ link }: { link: LinkedIdentifier }) {
  const unlink = useUnlink();
  return (
    <li className={css.link}>
      <div className={css.said}>
        <b>{link.value}</b>
        <p className={css.quiet}>
          {link.linked_by ?? 'Command line'} · <Moment at={link.linked_at} as="clock" />
        </p>
        {unlink.error && (
          <p className={css.problem} role="alert">
            {reasonOf(unlink.error)}
          </p>
        )}
      </div>
      <Button
        variant="default"
        size="compact-sm"
        loading={unlink.isPending}
        aria-label={`Take back ${link.value}`}
        onClick={() => unlink.mutate(link)}
      >
        Take back
      </Button>
    </li>
  );
}
