import './theme/mantine.css';
import './theme/tokens.css';
import './theme/global.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueries } from './api/queries.ts';
import { createAppRouter } from './routes.tsx';
import { applyVariables } from './theme/apply-variables.ts';
import { theme } from './theme/theme.ts';
import { lazyPart } from './ui/lazy-part.tsx';

/** What is said before it is loaded waits in its store. */
const Notifications = lazyPart(() => import('@mantine/notifications').then((part) => part.Notifications));

applyVariables();
const queries = createQueries();
const router = createAppRouter(queries);
const colorScheme = localStorageColorSchemeManager({ key: 'tocsin.color-scheme' });

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorScheme}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <Notifications position="bottom-right" containerWidth={380} limit={4} />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
