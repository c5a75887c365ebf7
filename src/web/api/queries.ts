import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './errors.ts';

/** The cache of answers. Live notes make them old; without live updates, coming back to the window does. */
export function createQueries() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 600_000,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
        retryDelay: (attempt) => 400 * 2 ** attempt,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
