import { queryOptions, useQuery } from '@tanstack/react-query';

import type { SourceIdentity, Sources } from '@/api/service';

import { getJson } from './api';
import { inWords } from './text';

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => getJson<Sources>('/sources', signal),
  staleTime: Infinity,
});

/** A source's title and colour; its slug in words until that is known. */
export function useSource(name: string): SourceIdentity {
  const { data } = useQuery(sourcesQuery);
  return data?.[name] ?? { title: inWords(name), brand_color: '#5c6573' };
}
