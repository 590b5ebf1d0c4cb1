import './styles';

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';

import { LiveRegion } from '@/components/live-region';

import { queryClient } from './query-client';
import { router } from './router';
import { colorSchemes, cssVariables, styleNonce, theme } from './theme';

const schemes = colorSchemes();

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
      cssVariablesResolver={cssVariables}
      getStyleNonce={() => styleNonce() ?? ''}
      deduplicateInlineStyles
    >
      <QueryClientProvider client={queryClient}>
        <LiveRegion />
        <RouterProvider router={router} context={{ queryClient }} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
