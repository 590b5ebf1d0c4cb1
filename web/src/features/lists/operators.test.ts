import { describe, expect, it } from 'vitest';

import type { AccountColumn } from '@/api/service';

import { helpOf } from './operators';
import { faultAt } from './search-problem';

const column = (name: string, kind: AccountColumn['kind'], rest: Partial<AccountColumn>): AccountColumn => ({
  name,
  title: name,
  kind,
  sortable: true,
  ...rest,
});

describe('how to search', () => {
  it('names the operators that the viewer has, and no other', () => {
    const examples = (columns: AccountColumn[]) =>
      helpOf(columns).flatMap(({ lines }) => lines.map(({ example }) => example));
    const all = examples([
      column('mrr', 'money', { operator: 'mrr' }),
      column('renewal_at', 'at', { operator: 'renewal' }),
      column('status', 'text', { operator: 'status' }),
      column('open_tickets', 'number', { operator: 'tickets', has: 'open-ticket' }),
    ]);
    expect(all).toEqual(
      expect.arrayContaining([
        'owner:me',
        'mrr:>1000',
        'renewal:<90d',
        'status:trial',
        'tickets:>0',
        'has:open-ticket',
      ]),
    );
    expect(examples([])).not.toContain('mrr:>1000');
  });

  it('points at the word that is at fault', () => {
    expect(faultAt('plan:pro mrr:lots x', 13)).toEqual(['plan:pro mrr:', 'lots']);
    expect(faultAt('a city:"New York" b', 7)).toEqual(['a city:', '"New York"']);
    expect(faultAt('abc', 3)).toEqual(['abc', ' ']);
  });
});
