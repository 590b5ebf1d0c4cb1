import type { HeldSection } from '@/lib/freshness';
import { listed } from '@/lib/text';
import type { Glance } from '@/sections/section-module';

/** What a tile says where there is nothing to show: plainly, and differently for each reason. */
export function wordsWithoutData(section: HeldSection): Glance {
  const titles = listed([...new Set(section.sources.map((each) => each.title))]) || 'The source';
  switch (section.state) {
    case 'not_connected':
      return { value: 'Not connected', lines: ['No source answers this yet'] };
    case 'unknown_customer':
      return { value: 'Not known', lines: [`${titles} has no record of this customer`] };
    case 'pending':
      return { value: '…', lines: [] };
    case 'fresh':
    case 'stale':
    case 'partial':
      return { value: 'Nothing yet', lines: ['The source answered and had nothing'] };
    case 'unavailable':
      return {
        value: 'No answer',
        lines: [section.sources.find((each) => each.reason)?.reason ?? 'Asked again by itself'],
      };
  }
}
