import { Graph, layout, type Point } from '@dagrejs/dagre';

import type { Stakeholder } from '../people-query';

export const NODE = { width: 188, height: 64 };
const GAP = { across: 22, down: 46, inColumn: 10 };
/** Left of a column runs the line to everybody in it. */
const MARGIN = 16;
/** So many people without anybody below them stand side by side; more stand in columns, about as many as are in one. */
const BESIDE = 3;
export interface Placed {
  person: Stakeholder;
  x: number;
  y: number;
}

export interface OrgLine {
  id: string;
  manager: string;
  person: string;
  guessed: boolean;
  /** The person stands in a column: the line comes from the left. */
  inColumn: boolean;
}

export interface OrgLayout {
  placed: Placed[];
  lines: OrgLine[];
}

/** A box of the layout: one person, or a column of people below the same one. */
interface Block {
  id: string;
  manager: string | undefined;
  people: Stakeholder[];
  isColumn: boolean;
}

/** Everybody below the one whom they report to. People whom no line reaches stand in columns beside the tree. */
export function layOutOrganisation(people: readonly Stakeholder[]): OrgLayout {
  const present = new Set(people.map(({ id }) => id));
  const managerOf = ({ reports_to: above }: Stakeholder): string | undefined =>
    above && present.has(above.id) ? above.id : undefined;
  const blocks = blocksOf(people, managerOf);
  const graph = graphOf(blocks);
  layout(graph);
  const tops = topsOf(blocks, graph);
  const placed = blocks.flatMap((block) => placedIn(block, graph, tops));
  const inColumns = new Set(blocks.flatMap((each) => (each.isColumn ? each.people.map(({ id }) => id) : [])));
  const lines = people.flatMap((person) => {
    const manager = managerOf(person);
    if (manager === undefined) return [];
    const guessed = person.reports_to?.guessed ?? false;
    return [{ id: person.id, manager, person: person.id, guessed, inColumn: inColumns.has(person.id) }];
  });
  return { placed, lines };
}

function blocksOf(
  people: readonly Stakeholder[],
  managerOf: (person: Stakeholder) => string | undefined,
): Block[] {
  const managers = new Set(people.map(managerOf));
  const leaves = new Map<string | undefined, Stakeholder[]>();
  const blocks: Block[] = [];
  for (const person of people) {
    const manager = managerOf(person);
    if (managers.has(person.id)) blocks.push({ id: person.id, manager, people: [person], isColumn: false });
    else leaves.set(manager, [...(leaves.get(manager) ?? []), person]);
  }
  for (const [manager, below] of leaves) blocks.push(...columnsOf(manager, below));
  return blocks;
}

function columnsOf(manager: string | undefined, below: readonly Stakeholder[]): Block[] {
  const isColumn = below.length > BESIDE;
  const rows = isColumn ? Math.max(3, Math.ceil(Math.sqrt(below.length))) : 1;
  const columns = Math.ceil(below.length / rows);
  return Array.from({ length: columns }, (_, index) => ({
    id: `below ${manager ?? 'nobody'} ${index}`,
    manager,
    people: below.slice(index * rows, (index + 1) * rows),
    isColumn,
  }));
}

const marginOf = (block: Block): number => (block.isColumn ? MARGIN : 0);

const heightOf = (block: Block): number => block.people.length * (NODE.height + GAP.inColumn) - GAP.inColumn;

function graphOf(blocks: readonly Block[]): Graph {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: GAP.across, ranksep: GAP.down });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const block of blocks)
    graph.setNode(block.id, { width: NODE.width + marginOf(block), height: heightOf(block) });
  for (const { id, manager } of blocks) if (manager !== undefined) graph.setEdge(manager, id);
  return graph;
}

/** Dagre centres the boxes of one rank; here all of them begin at the same height. */
function topsOf(blocks: readonly Block[], graph: Graph): Map<number, number> {
  const tops = new Map<number, number>();
  for (const block of blocks) {
    const { y } = graph.node(block.id) as Point;
    tops.set(y, Math.min(tops.get(y) ?? Infinity, y - heightOf(block) / 2));
  }
  return tops;
}

function placedIn(block: Block, graph: Graph, tops: ReadonlyMap<number, number>): Placed[] {
  const { x, y } = graph.node(block.id) as Point;
  const left = x - (NODE.width + marginOf(block)) / 2 + marginOf(block);
  const top = tops.get(y) ?? y;
  const step = NODE.height + GAP.inColumn;
  return block.people.map((person, index) => ({ person, x: left, y: top + index * step }));
}
