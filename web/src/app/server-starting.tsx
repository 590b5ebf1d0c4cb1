import { Loader } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect } from 'react';

import { Notice } from '@/components/notice';
import { isStatus, reasonOf } from '@/lib/api';

const ASK_AGAIN = 2000;

/** Shown while the server sets itself up or does not answer; goes on by itself as soon as it does. */
export function ServerStarting({ error }: ErrorComponentProps) {
  const router = useRouter();
  const starting = isStatus(error, 503);
  const waiting = starting || isStatus(error, 0);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => void router.invalidate(), ASK_AGAIN);
    return () => clearInterval(timer);
  }, [router, waiting]);
  return (
    <main id="main" data-testid="server-starting">
      <Notice
        icon={waiting ? <Loader size={22} /> : <IconAlertTriangle size={24} />}
        title={starting ? 'Rotunda is getting ready' : 'Rotunda cannot show this page'}
        page
        minHeight={400}
      >
        {reasonOf(error)}
      </Notice>
    </main>
  );
}
