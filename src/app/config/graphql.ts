import { flag, integer, list } from './read.ts';

/** The management API. @source docs/guides/graphql.md */
export const GRAPHQL_SETTINGS = {
  DISPATCH_CORS_ORIGINS: list(
    'pages of other origins that may ask the management API, each with a token of its own',
    'a list of origins, such as https://tools.example.com',
    /^https?:\/\/[^\s/?#@]+$/,
    [],
  ),
  DISPATCH_GRAPHQL_PERSISTED_ONLY: flag('takes only the documents of the web application, and those that API keys are bound to', false),
  TOCSIN_GRAPHQL_POINTS_PER_MINUTE: integer('what a person or a key may ask of the management API within a minute, in points', 5000, {
    min: 100,
  }),
} as const;
