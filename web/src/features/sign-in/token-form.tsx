import { Button, PasswordInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';

import css from './sign-in.module.css';

interface TokenFormProps {
  busy: boolean;
  onSend: (token: string) => void;
}

/** Sign-in with an API token, where nobody is offered. */
export function TokenForm({ busy, onSend }: TokenFormProps) {
  const [token, setToken] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (token.trim()) onSend(token.trim());
  };
  return (
    <form className={css.token} onSubmit={submit} data-testid="token-form">
      <PasswordInput
        label="API token"
        description="Whoever runs this server makes one with: rotunda token create"
        value={token}
        autoComplete="current-password"
        onChange={(event) => setToken(event.currentTarget.value)}
      />
      <Button type="submit" loading={busy}>
        Sign in
      </Button>
    </form>
  );
}
