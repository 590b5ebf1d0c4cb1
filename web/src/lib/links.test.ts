import { describe, expect, it } from 'vitest';

import { ownPath, safeUrl } from './links';

describe('links', () => {
  it('lets people follow web addresses only', () => {
    expect(safeUrl('https://dashboard.stripe.com/x')).toBe('https://dashboard.stripe.com/x');
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://x',
      '/relative',
      '',
      null,
      undefined,
    ])
      expect(safeUrl(bad)).toBeUndefined();
  });

  it('goes back to pages of ours only', () => {
    expect(ownPath('/accounts/acc_1?tab=x')).toBe('/accounts/acc_1?tab=x');
    for (const bad of ['https://evil.example', '//evil.example', '/\\evil.example', 'accounts', 7, undefined])
      expect(ownPath(bad)).toBeUndefined();
  });
});
