import { describe, expect, it } from 'vitest';

import { mailDraft, toneOf } from './words';

describe('the words of signals', () => {
  it('fills a draft in, with line ends as mail wants them', () => {
    const action = { kind: 'email', label: 'Send', subject: 'A & B', text: 'Hello,\nworld' } as const;
    expect(mailDraft(action, 'ann@north.example')).toBe(
      'mailto:ann@north.example?subject=A%20%26%20B&body=Hello%2C%0D%0Aworld',
    );
    expect(mailDraft({ kind: 'email', label: 'Send' })).toBe('mailto:?subject=&body=');
  });

  it('shows a chance in green and a risk as pressing as it is', () => {
    expect([
      toneOf('seats_nearly_full', 'low'),
      toneOf('no_contact', 'high'),
      toneOf('no_email', 'low'),
    ]).toEqual(['green', 'red', 'grey']);
  });
});
