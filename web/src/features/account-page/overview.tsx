import type { Page } from '@/lib/page';
import { sectionModules } from '@/sections';

import { JourneyCard } from './journey-card';
import { SourceBlocks } from './source-blocks';

/** Money and use first, then what is open, then what was said; each system by itself at the end. */
const ORDER = ['billing', 'usage', 'support', 'deals', 'communication'];

const place = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

export function Overview({ page }: { page: Page }) {
  const ordered = [...sectionModules].sort((one, other) => place(one.name) - place(other.name));
  return (
    <>
      <JourneyCard page={page} />
      {ordered.map(({ name, Overview: Part }) => {
        const section = page.sections[name];
        return Part && section ? <Part key={name} page={page} section={section} /> : null;
      })}
      <SourceBlocks page={page} />
    </>
  );
}
