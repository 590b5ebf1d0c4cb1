import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconLinkOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { reasonOf } from '@/lib/api';
import { useMay } from '@/lib/session';
import { useTitle } from '@/lib/title';

import css from './hand-links.module.css';
import { accountsQuery, type LinkedIdentifier, useLink, useUnlink } from './hand-links-query';

/** An address or a domain that nobody is known by is given to a customer. Opened from the panel, never inside a frame. */
export function LinkPage({ identifier }: { identifier: string | undefined }) {
  useTitle('Link to a customer');
  const may = useMay('account_merge');
  if (identifier === undefined || !may)
    return (
      <Notice
        icon={<IconLinkOff size={26} />}
        title={may ? 'There is nothing to link' : 'Your role does not include this'}
        minHeight={320}
        action={<Link to="/accounts">All accounts</Link>}
      >
        {may
          ? 'Open this page from the panel of somebody whom nobody knows.'
          : 'Who is which customer is decided by roles that may merge accounts. An admin can change your role.'}
      </Notice>
    );
  return (
    <div className={css.page} data-testid="link-page">
      <h1>Whose is {identifier}?</h1>
      <Linking key={identifier} identifier={identifier} />
    </div>
  );
}

function Linking({ identifier }: { identifier: string }) {
  const link = useLink(identifier);
  if (link.data)
    return (
      <Linked
        link={link.data}
        onUndone={() => {
          link.reset();
        }}
      />
    );
  return (
    <Card title="Link to a customer">
      <p className={css.intro}>
        From then on {identifier} finds this customer here and in the panel. No source is changed, and it can
        be taken back.
      </p>
      <Picker onPick={(account) => link.mutate(account)} busy={link.isPending} />
      {link.error && (
        <p className={css.problem} role="alert">
          {reasonOf(link.error)}
        </p>
      )}
    </Card>
  );
}

function Picker({ onPick, busy }: { onPick: (account: string) => void; busy: boolean }) {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text, 150);
  const found = useQuery(accountsQuery(q));
  const items = found.data?.items ?? [];
  return (
    <>
      <TextInput
        label="Customer"
        placeholder="Name, domain or number"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      {found.error && (
        <p className={css.problem} role="alert">
          {reasonOf(found.error)}
        </p>
      )}
      <ul className={css.found} aria-label="Customers that were found">
        {items.map((each) => (
          <li key={each.id}>
            <button type="button" disabled={busy} onClick={() => onPick(each.id)}>
              {each.name} <span className={css.quiet}>{each.domain}</span>
            </button>
          </li>
        ))}
        {found.isSuccess && items.length === 0 && (
          <li className={css.quiet}>No customer is found by that.</li>
        )}
      </ul>
    </>
  );
}

function Linked({ link, onUndone }: { link: LinkedIdentifier; onUndone: () => void }) {
  const unlink = useUnlink();
  return (
    <Card title="Linked" testId="linked">
      <p role="status">
        {link.value} now finds{' '}
        <Link to="/accounts/$id" params={{ id: link.account.id }}>
          {link.account.name}
        </Link>
        . You can close this page.
      </p>
      <div className={css.buttons}>
        <Button
          variant="default"
          loading={unlink.isPending}
          onClick={() => unlink.mutate(link, { onSuccess: onUndone })}
        >
          Undo
        </Button>
      </div>
      {unlink.error && (
        <p className={css.problem} role="alert">
          {reasonOf(unlink.error)}
        </p>
      )}
    </Card>
  );
}
