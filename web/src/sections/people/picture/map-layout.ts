import { Graph, layout, type Point } from '@dagrejs/dagre';

import type { Relationships } from '../people-query';

export const NODE = { width: 170, height: 38 };
const GAP = 14;
const APART = 190;

export interface MapNode {
  id: string;
  side: 'ours' | 'theirs';
  x: number;
  y: number;
}

export const keyOf = (side: MapNode['side'], id: string): string => `${side} ${id}`;

/** The ways to people who are not reached: from one of us, over nobody with whom there was contact. */
export const gapLines = ({ gaps, edges }: Relationships): { ours: string; theirs: string }[] =>
  gaps.flatMap(({ person, path }) =>
    path && !edges.some((each) => each.ours === path.ours && each.theirs === person)
      ? [{ ours: path.ours, theirs: person }]
      : [],
  );

/** Two columns, each in the order in which the fewest lines cross; nobody is left out. */
export function layOutMap(related: Relationships): MapNode[] {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: GAP });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of related.ours) graph.setNode(keyOf('ours', id), { ...NODE });
  for (const { id } of related.theirs) graph.setNode(keyOf('theirs', id), { ...NODE });
  for (const { ours, theirs } of [...related.edges, ...gapLines(related)])
    graph.setEdge(keyOf('ours', ours), keyOf('theirs', theirs));
  layout(graph);
  const longest = Math.max(related.ours.length, related.theirs.length);
  return [...column('ours', related, graph, longest), ...column('theirs', related, graph, longest)];
}

function column(side: MapNode['side'], related: Relationships, graph: Graph, longest: number): MapNode[] {
  const heightOf = (key: string): number =>
    graph.nodeEdges(key)?.length ? (graph.node(key) as Point).y : Number.MAX_VALUE;
  const keys = related[side].map(({ id }) => id);
  const ordered = [...keys].sort((one, other) => heightOf(keyOf(side, one)) - heightOf(keyOf(side, other)));
  const top = ((longest - ordered.length) * (NODE.height + GAP)) / 2;
  return ordered.map((id, index) => ({
    id,
    side,
    x: side === 'ours' ? 0 : NODE.width + APART,
    y: top + index * (NODE.height + GAP),
  }));
}
