import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { SectionName } from '@/api/provenance';
import { followWhileSeen } from '@/lib/changes';

import { pageKey, renewSections } from './account-query';

/** Several sections of one source change together: they are asked for together. */
const TOGETHER = 150;
/** What teammates write stands in no section. */
const TIMELINE = 'timeline';

const askAnew = (client: QueryClient, id: string) =>
  client.invalidateQueries({ queryKey: pageKey(id), exact: true }, { cancelRefetch: false });

/** Asks for what has changed, once what is asked for just now has come: that may be from before. */
class Follower {
  private readonly left = new AbortController();
  private readonly changed = new Set<SectionName>();
  private whole = false;
  private timer: number | undefined;
  private asking = false;

  private readonly client: QueryClient;
  private readonly id: string;

  constructor(client: QueryClient, id: string) {
    this.client = client;
    this.id = id;
  }

  hear(section: SectionName): void {
    if (section === TIMELINE) return;
    this.changed.add(section);
    this.soon();
  }

  /** Something may have been missed: nobody knows which sections. */
  hearAnything(): void {
    this.whole = true;
    this.soon();
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.left.abort();
  }

  private soon(): void {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      void this.look();
    }, TOGETHER);
  }

  private async look(): Promise<void> {
    if (this.asking || this.client.isFetching({ queryKey: pageKey(this.id), exact: true })) {
      this.soon();
      return;
    }
    const names = [...this.changed];
    const whole = this.whole;
    this.changed.clear();
    this.whole = false;
    this.asking = true;
    await this.ask(whole ? undefined : names);
    this.asking = false;
  }

  /** What a part of the page cannot be had of, the whole page says: it knows how to tell of a failure. */
  private async ask(names: readonly SectionName[] | undefined): Promise<void> {
    try {
      if (names) await renewSections(this.client, this.id, names, this.left.signal);
      else await askAnew(this.client, this.id);
    } catch {
      if (!this.left.signal.aborted) void askAnew(this.client, this.id);
    }
  }
}

/**
 * What changes in a source is on the open page at once: only the sections that changed are asked for. `id` is that of
 * the address, `account` that of who is shown.
 */
export function useLiveSections(id: string, account: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (account === undefined) return undefined;
    const follower = new Follower(client, id);
    const stop = followWhileSeen(account, {
      onChange: ({ section }) => follower.hear(section),
      onMissed: () => follower.hearAnything(),
    });
    return () => {
      stop();
      follower.stop();
    };
  }, [client, id, account]);
}
