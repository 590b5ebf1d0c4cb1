import { IconCloudOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import type { AvailableSource, Connections } from '@/api/service';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { reasonOf } from '@/lib/api';
import { useMay } from '@/lib/session';
import { inWords, listed } from '@/lib/text';
import { useTitle } from '@/lib/title';

import { AvailableCard } from './available-card';
import { ConnectDialog } from './connect-dialog';
import { ConnectionCard } from './connection-card';
import { connectionsQuery } from './connections-query';
import css from './connections.module.css';
import { choicesOf } from './form-values';

export function ConnectionsPage() {
  useTitle('Connections');
  const mayManage = useMay('connection_manage');
  const { data, error } = useQuery(connectionsQuery);
  return (
    <div className={css.page} data-testid="connections-page">
      <div>
        <h1>Connections</h1>
        <p className={css.intro}>
          The systems that feed the page, how they are, and which are missing.
          {mayManage && (
            <>
              {' '}
              <Link to="/sync">Sync and webhooks</Link>
            </>
          )}
        </p>
      </div>
      {error && !data && (
        <Notice icon={<IconCloudOff size={24} />} title="The connections could not be read" minHeight={240}>
          {reasonOf(error)}
        </Notice>
      )}
      {!data && !error && <SkeletonBlock height={240} />}
      {data && <Everything connections={data} />}
    </div>
  );
}

function Everything({ connections: { items, available, missing } }: { connections: Connections }) {
  const mayManage = useMay('connection_manage');
  const [connecting, setConnecting] = useState<AvailableSource>();
  return (
    <>
      <h2 className="visually-hidden">Connected sources</h2>
      <div className={css.grid}>
        {items.map((each) => (
          <ConnectionCard
            key={each.id}
            connection={each}
            choices={choicesOf(available.find(({ source }) => source === each.source)?.form ?? [])}
            mayManage={mayManage}
          />
        ))}
      </div>
      {items.length === 0 && (
        <p className={css.missing}>Nothing is connected yet: no page can show anything.</p>
      )}
      {missing.length > 0 && (
        <p className={css.missing} data-testid="missing-sections">
          No connected source fills {listed(missing.map((name) => inWords(name).toLowerCase()))} yet.
        </p>
      )}
      {available.length > 0 && (
        <>
          <h2 className={css.subhead}>Sources that can be connected</h2>
          <div className={css.grid}>
            {available.map((each) => (
              <AvailableCard
                key={each.source}
                source={each}
                {...(mayManage && { onConnect: () => setConnecting(each) })}
              />
            ))}
          </div>
        </>
      )}
      {connecting && <ConnectDialog source={connecting} onClose={() => setConnecting(undefined)} />}
    </>
  );
}
