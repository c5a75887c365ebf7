import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { ApiError } from './api/errors.ts';
import { foundSession, onSession } from './api/session.ts';
import { Frame } from './features/frame/frame.tsx';
import { applicationQuery } from './features/sign-in/application.ts';
import { forgetAway } from './features/sign-in/away.ts';
import { meQuery } from './parts/account.ts';
import { paths } from './paths.ts';
import type { SearchParams } from './ui/data-table/list-url.ts';
import { lazyPart } from './ui/lazy-part.tsx';
import { PagePending } from './ui/page.tsx';
import { ErrorState } from './ui/states.tsx';

const Refused = lazyPart(() => import('./features/sign-in/refused.tsx').then((part) => part.Refused));

const rootRoute = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./features/sign-in/sign-in.tsx'), 'SignIn'),
});
const setup = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./features/sign-in/setup.tsx'), 'Setup'),
});
const trial = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/trial',
  component: lazyRouteComponent(() => import('./features/sign-in/trial.tsx'), 'Trial'),
});
const claim = createRoute({
  getParentRoute: () => rootRoute,
  path: '/claim',
  component: lazyRouteComponent(() => import('./features/claim/claim.tsx'), 'Claim'),
});
const forgottenPassword = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgotten-password',
  component: lazyRouteComponent(() => import('./features/sign-in/forgotten-password.tsx'), 'ForgottenPassword'),
});
const resetPassword = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./features/sign-in/reset-password.tsx'), 'ResetPassword'),
});
const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    const { organizations = [] } = await whoIsThere(context.queries, 'default', location.href);
    const first = organizations?.find((one) => one.default) ?? organizations?.[0];
    throw redirect(placed(paths.organization(first?.organization.slug ?? 'default')));
  },
});

const organization = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$organization',
  component: Frame,
  beforeLoad: async ({ context, location, params }) => {
    await whoIsThere(context.queries, params.organization, location.href);
  },
});

/** Without a session the sign-in page comes first and leads back here. */
async function whoIsThere(queries: QueryClient, organization: string, href: string) {
  try {
    const me = await queries.ensureQueryData(meQuery(organization));
    foundSession();
    forgetAway();
    return me;
  } catch (error) {
    if (!isRefused(error)) throw error;
    const application = await queries.ensureQueryData(applicationQuery);
    if (application.sign_in === 'password' || application.sign_in === 'redirect') throw redirect(placed(paths.signIn(href)));
    throw error;
  }
}

const isRefused = (error: unknown): error is ApiError => error instanceof ApiError && error.status === 401;

const placed = (place: ReturnType<typeof paths.home>) => ({ ...place, search: place.search ?? {} }) as never;

const page = <P extends string>(path: P, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({ getParentRoute: () => organization, path, component: lazyRouteComponent(load as never, name as never) });

const screens = [
  createRoute({
    getParentRoute: () => organization,
    path: '/',
    beforeLoad: ({ params }) => {
      throw redirect(placed(paths.organization(params.organization)));
    },
  }),
  page('/incidents', () => import('./features/incidents/incident-list.tsx'), 'IncidentList'),
  page('/incidents/status', () => import('./features/incidents/status-board.tsx'), 'StatusBoard'),
  page('/incidents/report', () => import('./features/incidents/report-incident.tsx'), 'ReportIncident'),
  page('/incidents/$incident', () => import('./features/incidents/incident-page.tsx'), 'IncidentPage'),
  page('/incidents/$incident/$tab', () => import('./features/incidents/incident-page.tsx'), 'IncidentPage'),
  page('/tasks', () => import('./features/tasks/task-list.tsx'), 'TaskList'),
  page('/mail', () => import('./features/mail/mail-list.tsx'), 'MailList'),
  page('/mail/$mail', () => import('./features/mail/mail-list.tsx'), 'MailList'),
  page('/mfa', () => import('./features/challenge/challenge-page.tsx'), 'ChallengePage'),
  page('/profile', () => import('./features/profile/profile.tsx'), 'Profile'),
  page('/settings', () => import('./features/settings/settings-home.tsx'), 'SettingsHome'),
  page('/settings/$page', () => import('./features/settings/settings-page.tsx'), 'SettingsPage'),
  page('/settings/$page/$item', () => import('./features/settings/settings-page.tsx'), 'SettingsPage'),
];

const tree = rootRoute.addChildren([
  signIn,
  setup,
  trial,
  claim,
  forgottenPassword,
  resetPassword,
  home,
  organization.addChildren(screens),
]);

export function createAppRouter(queries: QueryClient) {
  const router = createRouter({
    routeTree: tree,
    context: { queries },
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: PagePending,
    defaultPendingMs: 200,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ({ error, reset }) => {
      const retry = () => {
        reset();
        void router.invalidate();
      };
      return isRefused(error) ? (
        <Refused code={error.problems[0]?.type} requestId={error.requestId} retry={retry} />
      ) : (
        <ErrorState error={error} retry={retry} />
      );
    },
  });
  // A session that is lost, or that another tab begins as somebody else, sends the page through the guard again; whoever signed out is
  // not sent to where they would be signed in at once.
  onSession((event) => {
    queries.clear();
    if (event === 'ended') void router.navigate(placed(paths.signedOut()));
    else void router.invalidate();
  });
  return router;
}

const NotFound = () => <ErrorState error={new Error('There is no such page.')} />;

/** Plain query strings: `status=Active&status=Stable`, so that addresses can be read and written by hand. */
export function parseSearch(text: string): SearchParams {
  const result: SearchParams = {};
  const query = new URLSearchParams(text);
  for (const key of new Set(query.keys())) {
    const values = query.getAll(key);
    result[key] = values.length > 1 ? values : values[0];
  }
  return result;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const one of [value].flat()) if (one !== undefined && one !== null && one !== '') query.append(key, String(one));
  }
  const text = query.toString();
  return text && `?${text}`;
}
