import { type Edge, type EdgeProps, Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { useNavigate } from '@tanstack/react-router';
import { memo, useMemo } from 'react';

import { Badge } from '@/components/badge';
import { cx } from '@/lib/cx';

import type { Stakeholder } from '../people-query';
import { lastContactWords, ROLE_TITLES, scoreTone, standingOf } from '../words';
import { Canvas, type Sought } from './canvas';
import { layOutOrganisation, NODE, type OrgLine } from './org-layout';
import css from './picture.module.css';

type PersonNode = Node<{ person: Stakeholder }>;
type LineEdge = Edge<{ line: OrgLine }>;

interface OrgChartProps {
  people: readonly Stakeholder[];
  sought: Sought;
}

/** Everybody below whom they report to. A person opens their page. */
export default function OrgChart({ people, sought }: OrgChartProps) {
  const navigate = useNavigate();
  const { nodes, edges } = useMemo(() => drawn(people), [people]);
  const words = sought.text.trim().toLocaleLowerCase();
  const found = words
    ? people.filter(({ name }) => name.toLocaleLowerCase().includes(words)).map(({ id }) => id)
    : [];
  return (
    <Canvas
      label="org chart"
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      found={found}
      turn={sought.turn}
      onOpen={({ id }) => void navigate({ to: '/contacts/$id', params: { id } })}
    />
  );
}

function drawn(people: readonly Stakeholder[]): { nodes: PersonNode[]; edges: LineEdge[] } {
  const { placed, lines } = layOutOrganisation(people);
  return {
    nodes: placed.map(({ person, x, y }) => ({
      id: person.id,
      type: 'person',
      position: { x, y },
      data: { person },
      ...NODE,
    })),
    edges: lines.map((line) => ({
      id: line.id,
      source: line.manager,
      target: line.person,
      type: 'line',
      data: { line },
    })),
  };
}

const PersonBox = memo(function PersonBox({ data: { person }, selected }: NodeProps<PersonNode>) {
  const role = person.roles?.[0];
  const standing = standingOf(person);
  return (
    <div className={cx(css.node, standing && css[standing], selected && css.sought)}>
      <Handle className={css.handle ?? ''} type="target" position={Position.Top} />
      <div className={css.head}>
        <span>{person.name}</span>
        {person.engagement && (
          <Badge tone={scoreTone(person.engagement.score)}>{Math.round(person.engagement.score)}</Badge>
        )}
      </div>
      <div className={css.sub}>
        {[person.title, lastContactWords(person)].filter(Boolean).join(' · ') || 'No title known'}
      </div>
      {role && <div className={css.role}>{person.roles?.map((each) => ROLE_TITLES[each]).join(', ')}</div>}
      <Handle className={css.handle ?? ''} type="source" position={Position.Bottom} />
    </div>
  );
});

const HALF_GAP = 23;
const ASIDE = 10;

/** Down from the manager, along, and down to the person; to somebody in a column from the left. */
function Line({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<LineEdge>) {
  const across = sourceY + HALF_GAP;
  const left = targetX - NODE.width / 2;
  const middle = targetY + NODE.height / 2;
  const path = data?.line.inColumn
    ? `M${sourceX} ${sourceY}V${across}H${left - ASIDE}V${middle}H${left}`
    : `M${sourceX} ${sourceY}V${across}H${targetX}V${targetY}`;
  return <path className={cx(css.line, data?.line.guessed && css.guessed)} d={path} />;
}

const nodeTypes = { person: PersonBox };
const edgeTypes = { line: Line };
