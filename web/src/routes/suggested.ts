import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import type { SuggestedAction } from '@/api/signals';
import { useMay, useReads } from '@/lib/session';

export type WriteSuggested = (account: string, action: SuggestedAction) => void;

/** Opens the form of a suggested task or meeting with what it suggests; nothing for those who may not write. */
export function useWriteSuggested(): WriteSuggested | undefined {
  const client = useQueryClient();
  const go = useNavigate();
  const may = [useMay('field_edit'), useMay('section_drill'), useReads('communication')];
  if (may.includes(false)) return undefined;
  return (id, { kind, subject = '', text = '' }) => {
    if (kind !== 'task' && kind !== 'meeting') return;
    void import('@/features/timeline/writing/draft').then(({ suggestDraft }) => {
      suggestDraft(client, { of: 'accounts', id }, kind, kind === 'task' ? { subject, text } : { subject });
      return go({ to: '/accounts/$id', params: { id }, search: { tab: 'timeline', write: kind } });
    });
  };
}
