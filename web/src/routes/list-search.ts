const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

interface ListSearch {
  q?: string;
  sort?: string;
  columns?: string;
  view?: string;
}

/** What an address may say of a list. A search for a number is written without quotation marks. */
export function listSearch(search: Record<string, unknown>): ListSearch {
  const [q, sort, columns, view] = [search.q, search.sort, search.columns, search.view].map(text);
  return { ...(q && { q }), ...(sort && { sort }), ...(columns && { columns }), ...(view && { view }) };
}
