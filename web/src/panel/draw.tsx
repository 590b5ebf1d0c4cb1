import '@fontsource-variable/inter/wght.css';
import '@/app/tokens.css';
import '@/app/global.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import type { Asked } from './asked';
import { Panel } from './panel';

/** Into the page's root. */
export function draw(asked: Asked): void {
  const root = document.getElementById('root');
  if (root)
    createRoot(root).render(
      <StrictMode>
        <Panel asked={asked} />
      </StrictMode>,
    );
}
