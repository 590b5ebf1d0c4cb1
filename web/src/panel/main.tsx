import '@fontsource-variable/inter/wght.css';
import '@/app/tokens.css';
import '@/app/global.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { askedIn } from './asked';
import { Panel } from './panel';

const asked = askedIn(window.location);
// The link's secret stays in this page: not in the address, the history or a screenshot.
if (asked.link !== undefined) window.history.replaceState(null, '', window.location.pathname);

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <Panel asked={asked} />
    </StrictMode>,
  );
