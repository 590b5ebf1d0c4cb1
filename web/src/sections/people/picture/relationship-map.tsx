import {
  type Edge,
  type EdgeProps,
  getBezierPath,
  Handle,
  type Node,
  type NodeProps,
  Position,
} from '@xyflow/react';
import { useNavigate } from '@tanstack/react-router';
import { memo, useMemo } from 'react';

import { cx } from '@/lib/cx';

import type { Relationships } from '../people-query';
import { Canvas, type Sought } from './canvas';
import { gapLines, keyOf, layOutMap, type MapNode, NODE } from './map-layout';
import css from './picture.module.css';

type PersonNode = Node<{ side: MapNode['side']; contact: string; name: string; isAtRisk: boolean }>;
type TieEdge = Edge<{ width: number | undefined }>;

interface RelationshipMapProps {
  related: Relationships;
  sought: Sought;
}

/** Our people on the left, theirs on the right, a thicker line for more contact. One of theirs opens their page. */
export default function RelationshipMap({ related, sought }: RelationshipMapProps) {
  const navigate = useNavigate();
  const { nodes, edges } = useMemo(() => drawn(related), [related]);
  const words = sought.text.trim().toLocaleLowerCase();
  const found = words
    ? nodes.filter(({ data }) => data.name.toLocaleLowerCase().includes(words)).map(({ id }) => id)
    : [];
  return (
    <Canvas
      label="who knows whom"
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      found={found}
      turn={sought.turn}
      onOpen={(node) => {
        const { side, contact } = (node as PersonNode).data;
        if (side === 'theirs') void navigate({ to: '/contacts/$id', params: { id: contact } });
      }}
    />
  );
}

const THINNEST = 1.2;
const THICKEST = 8;

function drawn(related: Relationships): { nodes: PersonNode[]; edges: TieEdge[] } {
  const people = new Map<string, { name: string; at_risk?: boolean }>([
    ...related.ours.map((each) => [keyOf('ours', each.id), each] as const),
    ...related.theirs.map((each) => [keyOf('theirs', each.id), each] as const),
  ]);
  const strongest = Math.max(1, ...related.edges.map(({ strength }) => strength));
  const edge = (ours: string, theirs: string, width: number | undefined): TieEdge => ({
    id: `${ours} ${theirs}`,
    type: 'tie',
    source: keyOf('ours', ours),
    target: keyOf('theirs', theirs),
    data: { width },
  });
  return {
    nodes: layOutMap(related).map(({ id, side, x, y }) => {
      const person = people.get(keyOf(side, id));
      return {
        id: keyOf(side, id),
        type: 'person',
        position: { x, y },
        data: { side, contact: id, name: person?.name ?? id, isAtRisk: person?.at_risk ?? false },
        ...NODE,
      };
    }),
    edges: [
      ...related.edges.map(({ ours, theirs, strength }) =>
        edge(ours, theirs, THINNEST + (THICKEST - THINNEST) * (strength / strongest)),
      ),
      ...gapLines(related).map(({ ours, theirs }) => edge(ours, theirs, undefined)),
    ],
  };
}

const PersonBox = memo(function PersonBox({ data, selected }: NodeProps<PersonNode>) {
  const isOurs = data.side === 'ours';
  return (
    <div className={cx(css.node, css.person, data.isAtRisk && css.risk, selected && css.sought)}>
      {!isOurs && <Handle className={css.handle ?? ''} type="target" position={Position.Left} />}
      <div>{data.name}</div>
      {isOurs && <Handle className={css.handle ?? ''} type="source" position={Position.Right} />}
    </div>
  );
});

function Tie({
  sourceX,
  sourceY,
  targetX,
  targetY,
  sourcePosition,
  targetPosition,
  data,
}: EdgeProps<TieEdge>) {
  const [path] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  return data?.width === undefined ? (
    <path className={css.gap} d={path} />
  ) : (
    <path className={css.tie} d={path} strokeWidth={data.width} />
  );
}

const nodeTypes = { person: PersonBox };
const edgeTypes = { tie: Tie };
