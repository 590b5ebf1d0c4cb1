import { describe, expect, it } from 'vitest';

import type { Relationships, Stakeholder } from '../people-query';
import { layOutMap } from './map-layout';
import { layOutOrganisation, NODE, type Placed } from './org-layout';

const person = (id: string, above?: string): Stakeholder => ({
  id,
  name: id,
  at_risk: false,
  ...(above !== undefined && { reports_to: { id: above, guessed: true } }),
});

const overlaps = (one: Placed, other: Placed): boolean =>
  Math.abs(one.x - other.x) < NODE.width && Math.abs(one.y - other.y) < NODE.height;

const overlapping = (placed: readonly Placed[]): Placed[] =>
  placed.filter((one, index) => placed.slice(index + 1).some((other) => overlaps(one, other)));

describe('an org chart', () => {
  it('places everybody below whom they report to', () => {
    const { placed, lines } = layOutOrganisation([person('ada'), person('bo', 'ada'), person('cy', 'bo')]);
    const y = Object.fromEntries(placed.map((each) => [each.person.id, each.y]));
    expect(y.ada).toBeLessThan(y.bo ?? 0);
    expect(y.bo).toBeLessThan(y.cy ?? 0);
    expect(lines.map(({ manager, person: id }) => [manager, id])).toEqual([
      ['ada', 'bo'],
      ['bo', 'cy'],
    ]);
  });

  it('draws no line to somebody who is not there', () =>
    expect(layOutOrganisation([person('bo', 'ada')]).lines).toEqual([]));

  it('places five hundred people apart from one another, each once', () => {
    const managers = Array.from({ length: 50 }, (_, index) =>
      person(`m${index}`, index ? `m${Math.floor(index / 5)}` : undefined),
    );
    const others = Array.from({ length: 450 }, (_, index) =>
      person(`p${index}`, index % 3 ? `m${index % 50}` : undefined),
    );
    const { placed } = layOutOrganisation([...managers, ...others]);
    expect(new Set(placed.map((each) => each.person.id)).size).toBe(500);
    expect(overlapping(placed)).toEqual([]);
  });
});

describe('a map of who knows whom', () => {
  const related = {
    ours: ['mia', 'sam'].map((id) => ({ id, name: id, strength: 1 })),
    theirs: ['ada', 'bo', 'cy'].map((id) => ({ id, name: id, strength: 1, at_risk: false })),
    edges: [
      { ours: 'mia', theirs: 'bo' },
      { ours: 'sam', theirs: 'ada' },
    ],
    gaps: [],
  } as unknown as Relationships;

  it('has two columns in an order without crossings, and those without a line last', () => {
    const placed = layOutMap(related);
    const order = (side: string) =>
      placed
        .filter((each) => each.side === side)
        .sort((one, other) => one.y - other.y)
        .map(({ id }) => id);
    const [ours, theirs] = [order('ours'), order('theirs')];
    expect(theirs.at(-1)).toBe('cy');
    const partner = { mia: 'bo', sam: 'ada' } as Record<string, string>;
    expect(ours.map((id) => partner[id])).toEqual(theirs.slice(0, 2));
  });
});
