import { IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { Ref } from '@/api/provenance';
import { safeUrl } from '@/lib/links';
import { useSource } from '@/lib/sources';

import css from './record-link.module.css';

interface SourceLinkProps {
  url: string | null | undefined;
  source: string;
  children?: ReactNode;
}

/** Opens a record in its own system. Without an address the text stands alone. */
export function SourceLink({ url, source, children }: SourceLinkProps) {
  const { title } = useSource(source);
  const href = safeUrl(url);
  if (!href) return <>{children}</>;
  return (
    <a className={css.link} href={href} target="_blank" rel="noopener noreferrer" title={`Open in ${title}`}>
      {children}
      <IconExternalLink className={css.icon} size={13} aria-hidden />
      <span className="visually-hidden">Open in {title} (new tab)</span>
    </a>
  );
}

export function RecordLink({ record, children }: { record: Ref; children?: ReactNode }) {
  return (
    <SourceLink url={record.url} source={record.source}>
      {children}
    </SourceLink>
  );
}
