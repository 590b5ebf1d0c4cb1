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
  const tree = blocks.flatMap((block) => placedIn(block, graph, tops));
  const inColumns = new Set(blocks.flatMap((each) => (each.isColumn ? each.people.map(({ id }) => id) : [])));
  const lines = people.flatMap((person) => {
    const manager = managerOf(person);
    if (manager === undefined) return [];
    const guessed = person.reports_to?.guessed ?? false;
    return [{ id: person.id, manager, person: person.id, guessed, inColumn: inColumns.has(person.id) }];
  });
  const inTree = new Set(tree.map(({ person }) => person.id));
  const alone = people.filter(({ id }) => !inTree.has(id));
  return { placed: [...tree, ...placedBeside(tree, alone)], lines };
}

/** In columns right of the tree, as high as it is. */
function placedBeside(tree: readonly Placed[], alone: readonly Stakeholder[]): Placed[] {
  const step = { x: NODE.width + GAP.across, y: NODE.height + GAP.inColumn };
  const [right, bottom] = [
    Math.max(0, ...tree.map(({ x }) => x + step.x)),
    Math.max(0, ...tree.map(({ y }) => y + step.y)),
  ];
  const rows = Math.max(Math.floor(bottom / step.y), Math.ceil(Math.sqrt(alone.length)));
  return alone.map((person, index) => ({
    person,
    x: right + Math.floor(index / rows) * step.x,
    y: (index % rows) * step.y,
  }));
}

function blocksOf(
  people: readonly Stakeholder[],
  managerOf: (person: Stakeholder) => string | undefined,
): Block[] {
  const managers = new Set(people.map(managerOf));
  const leaves = new Map<string, Stakeholder[]>();
  const blocks: Block[] = [];
  for (const person of people) {
    const manager = managerOf(person);
    if (managers.has(person.id)) blocks.push({ id: person.id, manager, people: [person], isColumn: false });
    else if (manager !== undefined) leaves.set(manager, [...(leaves.get(manager) ?? []), person]);
  }
  for (const [manager, below] of leaves) blocks.push(...columnsOf(manager, below));
  return blocks;
}

function columnsOf(manager: string, below: readonly Stakeholder[]): Block[] {
  const isColumn = below.length > BESIDE;
  const rows = isColumn ? Math.max(3, Math.ceil(Math.sqrt(below.length))) : 1;
  const columns = Math.ceil(below.length / rows);
  return Array.from({ length: columns }, (_, index) => ({
    id: `below ${manager} ${index}`,
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
