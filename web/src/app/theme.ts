import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorScheme,
  type MantineColorSchemeManager,
  Menu,
  Modal,
} from '@mantine/core';

import { recall, remember } from '@/lib/storage';

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 8,
  fontFamily: 'var(--font)',
  fontSizes: { xs: '11px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  defaultRadius: '8px',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      // The head of a dialog is not a second banner of the page.
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, attributes: { header: { role: 'none' } } },
      styles: { title: { fontSize: 15, fontWeight: 650 } },
    }),
  },
});

/** Mantine's surfaces take the colours of tokens.css, so that one file holds them for both themes. */
const surfaces = {
  '--mantine-color-body': 'var(--raised)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--mute)',
  '--mantine-color-placeholder': 'var(--mute)',
  '--mantine-color-default': 'var(--card)',
  '--mantine-color-default-hover': 'var(--soft)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-error': 'var(--red)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-shadow-md': 'var(--shadow)',
  '--mantine-shadow-xl': 'var(--shadow)',
};

/** What Mantine paints in its own greys where it is dark: fields, menus and what opens over the page. */
const darkSurfaces = {
  '--mantine-color-dark-6': 'var(--raised)',
  '--mantine-color-dark-5': 'var(--soft)',
  '--mantine-color-dark-4': 'var(--line-strong)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: surfaces,
  dark: { ...surfaces, ...darkSurfaces },
});

const KEY = 'rotunda-theme';
const SCHEMES: readonly string[] = ['light', 'dark', 'auto'];

/** The choice of theme stays in this browser; another tab follows at once. */
export function colorSchemes(): MantineColorSchemeManager {
  let listener: ((event: StorageEvent) => void) | undefined;
  return {
    get: (fallback) => {
      const chosen = recall(KEY);
      return chosen !== null && SCHEMES.includes(chosen) ? (chosen as MantineColorScheme) : fallback;
    },
    set: (value) => remember(KEY, value),
    subscribe: (onUpdate) => {
      listener = (event) => {
        if (event.key === KEY && event.newValue) onUpdate(event.newValue as MantineColorScheme);
      };
      window.addEventListener('storage', listener);
    },
    unsubscribe: () => {
      if (listener) window.removeEventListener('storage', listener);
    },
    clear: () => remember(KEY, 'auto'),
  };
}

/** What the server allows for styles that are made while the page runs; undefined where it sets no such policy. */
export function styleNonce(): string | undefined {
  const content = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content');
  return content && content !== '__CSP_NONCE__' ? content : undefined;
}
