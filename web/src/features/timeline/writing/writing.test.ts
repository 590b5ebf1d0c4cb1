import { describe, expect, it } from 'vitest';

import { bodyOf, emptyDraft, hasWords } from './draft';
import { fitting, mentionAt, withMention } from './mentions';

describe('a mention', () => {
  it('is what stands between an @ and the caret', () => {
    expect(mentionAt('Ask @ma', 7)).toEqual({ start: 4, typed: 'ma' });
    expect(mentionAt('@', 1)).toEqual({ start: 0, typed: '' });
    expect(mentionAt('@Maya Ri', 8)).toEqual({ start: 0, typed: 'Maya Ri' });
  });

  it('is no address, no third word, and none without an @', () => {
    expect(mentionAt('ada@customer', 12)).toBeUndefined();
    expect(mentionAt('@Maya Rivera said', 17)).toBeUndefined();
    expect(mentionAt('@ nobody', 8)).toBeUndefined();
    expect(mentionAt('plain', 5)).toBeUndefined();
  });

  it('takes the place of what was typed of it', () => {
    const said = 'Ask @ma please';
    expect(withMention(said, { start: 4, typed: 'ma' }, 'Maya Rivera')).toEqual([
      'Ask @Maya Rivera please',
      17,
    ]);
  });

  it('finds teammates by any of their names', () => {
    const all = ['Maya Rivera', 'Daniel Cho', 'Rita May'].map((name) => ({ id: name, name }));
    expect(fitting(all, 'ri').map(({ name }) => name)).toEqual(['Maya Rivera', 'Rita May']);
    expect(fitting(all, 'aya')).toEqual([]);
    expect(fitting(all, '')).toHaveLength(3);
  });
});

describe('a draft', () => {
  const draft = {
    ...emptyDraft(Date.parse('2026-11-22T14:05:30Z')),
    text: 'Said *this*',
    subject: 'Renewal',
  };

  it('is worth keeping when it has words', () => {
    expect(hasWords(draft)).toBe(true);
    expect(hasWords(emptyDraft(0))).toBe(false);
  });

  it('is sent as its kind wants it', () => {
    expect(bodyOf('note', { ...draft, label: 'communication' })).toEqual({
      text: 'Said *this*',
      label: 'communication',
    });
    expect(bodyOf('task', { ...draft, due: '2026-12-01', assignee: 'usr_1' })).toMatchObject({
      due_at: '2026-12-01T23:59:59Z',
      assignee: 'usr_1',
    });
    const people = [{ id: 'per_1', name: 'Ada' }];
    expect(bodyOf('call', { ...draft, minutes: '24', direction: 'in', people })).toMatchObject({
      kind: 'call',
      at: '2026-11-22T14:05:00.000Z',
      duration_seconds: 1440,
      outbound: false,
      outcome: null,
      people: ['per_1'],
    });
    expect(bodyOf('meeting', { ...draft, minutes: '30' })).toMatchObject({
      ends_at: '2026-11-22T14:35:00.000Z',
    });
  });
});
