import { Button } from '@mantine/core';

import type { AvailableSource } from '@/api/service';
import { Badge } from '@/components/badge';
import { SourceLink } from '@/components/record-link';
import { SourceMark } from '@/components/source-mark';

import css from './connections.module.css';
import { fillsWords } from './words';

interface AvailableCardProps {
  source: AvailableSource;
  onConnect?: () => void;
}

export function AvailableCard({ source, onConnect }: AvailableCardProps) {
  return (
    <article className={css.card} data-testid={`available-${source.source}`}>
      <div className={css.head}>
        <SourceMark source={source.source} large />
        <div className={css.headText}>
          <h3 className={css.title}>{source.title}</h3>
          <p className={css.sub}>{fillsWords(source.fills)}</p>
        </div>
        {source.connected && <Badge tone="green">Connected</Badge>}
      </div>
      <p>{source.summary}</p>
      <div className={css.foot}>
        <span className={css.result}>
          <SourceLink url={source.docs_url} source={source.source}>
            How to get access
          </SourceLink>
        </span>
        {onConnect && (
          <Button
            size="xs"
            variant={source.connected ? 'default' : 'filled'}
            data-testid={`connect-${source.source}`}
            onClick={onConnect}
          >
            {source.connected ? 'Connect another' : 'Connect'}
          </Button>
        )}
      </div>
    </article>
  );
}
