import { describe, expect, it } from 'vitest';

import type { SyncConnection } from '@/api/sync';

import { syncedWords } from './words';

const pulled = (more: Partial<SyncConnection>): SyncConnection => ({
  connection_id: 'con_1',
  source: 'hubspot',
  title: 'HubSpot',
  progress: 1,
  lag_seconds: 190,
  streams: [],
  ...more,
});

describe('how current a source is kept', () => {
  it('is told by its age, its progress, or its lack', () => {
    expect(syncedWords(pulled({}))).toBe('3 min ago');
    expect(syncedWords(pulled({ lag_seconds: null }))).toBe('Not yet');
    expect(syncedWords(pulled({ progress: 0.4 }))).toBe('Reading the past: 40%');
    expect(syncedWords(undefined)).toBe('Not pulled');
  });
});
