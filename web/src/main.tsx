import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from '@/app/app';
import { styleNonce } from '@/app/theme';

declare global {
  // The name under which libraries that add styles at run time look for the nonce.
  var __webpack_nonce__: string | undefined;
}

globalThis.__webpack_nonce__ = styleNonce();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
