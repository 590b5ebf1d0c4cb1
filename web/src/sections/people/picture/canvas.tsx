import '@xyflow/react/dist/base.css';

import {
  type Edge,
  type EdgeTypes,
  type Node,
  type NodeTypes,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';

import css from './picture.module.css';

export interface Sought {
  text: string;
  turn: number;
}

interface CanvasProps {
  label: string;
  nodes: Node[];
  edges: Edge[];
  nodeTypes: NodeTypes;
  edgeTypes?: EdgeTypes;
  /** Ids of the nodes that are sought, in order. */
  found: readonly string[];
  turn: number;
  onOpen: (node: Node) => void;
}

/** To look at and to open from; the page scrolls over it, and no key is taken from it. */
const QUIET = {
  fitView: true,
  fitViewOptions: { padding: 0.06, maxZoom: 1 },
  minZoom: 0.05,
  maxZoom: 1.6,
  nodesDraggable: false,
  nodesConnectable: false,
  nodesFocusable: false,
  edgesFocusable: false,
  elementsSelectable: false,
  zoomOnScroll: false,
  zoomOnDoubleClick: false,
  preventScrolling: false,
  disableKeyboardA11y: true,
  onlyRenderVisibleElements: true,
  deleteKeyCode: null,
  selectionKeyCode: null,
  multiSelectionKeyCode: null,
  proOptions: { hideAttribution: true },
} as const;

/** A drawing to pan and zoom. It is silent for ears, and its buttons are not: the table beside it says the same. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}

function Drawing({ label, nodes, edges, nodeTypes, edgeTypes, found, turn, onOpen }: CanvasProps) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const flow = useReactFlow();
  const sought = found.length ? found[turn % found.length] : undefined;
  useEffect(() => {
    if (sought !== undefined)
      void flow.fitView({ nodes: [{ id: sought }], maxZoom: 1, padding: 1, duration: still ? 0 : 250 });
  }, [flow, sought, still]);
  const shown = nodes.map((node) => ({ ...node, selected: node.id === sought }));
  return (
    <>
      <div className={css.canvas} aria-hidden>
        <ReactFlow
          {...QUIET}
          nodes={shown}
          edges={edges}
          nodeTypes={nodeTypes}
          {...(edgeTypes && { edgeTypes })}
          onNodeClick={(_, node) => onOpen(node)}
        />
      </div>
      <div className={css.zoom}>
        <Zoom title={`Larger: ${label}`} onClick={() => void flow.zoomIn()}>
          <IconPlus size={14} aria-hidden />
        </Zoom>
        <Zoom title={`Smaller: ${label}`} onClick={() => void flow.zoomOut()}>
          <IconMinus size={14} aria-hidden />
        </Zoom>
        <Zoom title={`Show all: ${label}`} onClick={() => void flow.fitView(QUIET.fitViewOptions)}>
          <IconFocusCentered size={14} aria-hidden />
        </Zoom>
      </div>
    </>
  );
}

function Zoom({ title, onClick, children }: { title: string; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={css.zoomButton} aria-label={title} title={title} onClick={onClick}>
      {children}
    </button>
  );
}
