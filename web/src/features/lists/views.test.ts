import { describe, expect, it } from 'vitest';

import type { SavedView } from '@/api/views';

import { grouped, isChanged, searchOf, textOf } from './views';

const view = (rest: Partial<SavedView>): SavedView => ({
  id: 'viw_1',
  name: 'Late',
  query: 'has:overdue-invoice',
  sort: 'name',
  ...rest,
});

describe('a saved view', () => {
  it('is an address, and the address is the view', () => {
    const late = view({ sort: '-mrr', columns: ['mrr', 'plan'] });
    const search = searchOf(late);
    expect(search).toEqual({ q: 'has:overdue-invoice', sort: '-mrr', columns: 'mrr,plan', view: 'viw_1' });
    expect(isChanged(late, search)).toBe(false);
    expect(isChanged(late, { ...search, columns: 'plan,mrr' })).toBe(true);
    expect(textOf(search, ['mrr', 'plan'])).toEqual({
      query: late.query,
      sort: late.sort,
      columns: late.columns,
    });
  });

  it('without columns and order of its own says nothing of them', () => {
    expect(searchOf(view({ query: '', columns: null }))).toEqual({ view: 'viw_1' });
    expect(textOf({}, null)).toEqual({ query: '', sort: 'name', columns: null });
  });

  it('stands with its own kind', () => {
    const views = [view({ id: 'my-book', built_in: true }), view({ mine: true }), view({ team: 'West' })];
    expect(grouped(views).map((group) => group.title)).toEqual(['Views', 'Mine', 'My teams’']);
    expect(grouped(views.slice(0, 1)).map((group) => group.title)).toEqual(['Views']);
  });
});
