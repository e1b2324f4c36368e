/** Every address of the desk, in one table. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { Problem } from '../api/client';
import { formats, markets, me, reviewPage } from '../api/queries';
import { STEPS, type Step } from '../features/launch/steps';
import { Desk } from '../features/shell/desk';
import { parseReviewSearch } from '../features/review/review-search';
import { parseSkillSearch, parseSkillsSearch } from '../features/skills/skills-search';
import { parseSpendSearch } from '../features/spend/spend-search';
import { PageTrouble } from '../ui/trouble';
import { Lost } from './lost';
import { SignIn } from './sign-in';

interface Context {
  client: QueryClient;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: Lost,
  errorComponent: ({ error }) => <PageTrouble error={error} />,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignIn,
  validateSearch: (search: Record<string, unknown>): { next?: string | undefined } => ({ next: text(search.next) }),
});

const guest = createRoute({
  getParentRoute: () => root,
  path: '/guest',
  component: lazyRouteComponent(() => import('./guest'), 'Guest'),
});

const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  component: Desk,
  errorComponent: ({ error }) => <PageTrouble error={error} />,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(me());
    } catch (error) {
      if (error instanceof Problem && error.status === 401)
        throw redirect({ to: '/sign-in', search: { next: location.href } });
      throw error;
    }
  },
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/campaigns' });
  },
});

const campaigns = createRoute({
  getParentRoute: () => desk,
  path: '/campaigns',
  component: lazyRouteComponent(() => import('./campaigns'), 'Campaigns'),
});

const campaign = createRoute({
  getParentRoute: () => desk,
  path: '/campaigns/$campaignId',
  component: lazyRouteComponent(() => import('./campaign'), 'CampaignPage'),
  validateSearch: (search: Record<string, unknown>): { plan?: string | undefined } => ({ plan: text(search.plan) }),
});

/** Where it is not one of them, the first. */
const step = (value: unknown): Step | undefined => STEPS.find((each) => each === value);
const loadLaunch = () => import('./launch');

const newCampaign = createRoute({
  getParentRoute: () => desk,
  path: '/campaigns/new',
  component: lazyRouteComponent(loadLaunch, 'NewCampaign'),
  validateSearch: (search: Record<string, unknown>): { step?: Step | undefined } => ({
    step: step(search.step),
  }),
});

const changeBrief = createRoute({
  getParentRoute: () => desk,
  path: '/campaigns/$campaignId/brief',
  component: lazyRouteComponent(loadLaunch, 'ChangeBrief'),
  validateSearch: (search: Record<string, unknown>): { step?: Step | undefined; plan?: string | undefined } => ({
    step: step(search.step),
    plan: text(search.plan),
  }),
});

const loadReview = () => import('./review');

const review = createRoute({
  getParentRoute: () => desk,
  path: '/review',
  component: lazyRouteComponent(loadReview, 'Review'),
  validateSearch: parseReviewSearch,
});

const spend = createRoute({
  getParentRoute: () => desk,
  path: '/spend',
  component: lazyRouteComponent(() => import('./spend'), 'Spend'),
  validateSearch: parseSpendSearch,
});

const releases = createRoute({
  getParentRoute: () => desk,
  path: '/releases',
  component: lazyRouteComponent(() => import('./releases'), 'Releases'),
  validateSearch: (
    search: Record<string, unknown>,
  ): { campaign?: string | undefined; release?: string | undefined; to?: string | undefined } => ({
    campaign: text(search.campaign),
    release: text(search.release),
    to: text(search.to),
  }),
});

const feedback = createRoute({
  getParentRoute: () => desk,
  path: '/feedback',
  component: lazyRouteComponent(() => import('./feedback'), 'Feedback'),
  validateSearch: (search: Record<string, unknown>): { brand?: string | undefined; market?: string | undefined } => ({
    brand: text(search.brand),
    market: text(search.market),
  }),
});

const skills = createRoute({
  getParentRoute: () => desk,
  path: '/skills',
  component: lazyRouteComponent(() => import('./skills'), 'Skills'),
  validateSearch: parseSkillsSearch,
});

const skill = createRoute({
  getParentRoute: () => desk,
  path: '/skills/$skillId',
  component: lazyRouteComponent(() => import('./skill'), 'SkillPage'),
  validateSearch: parseSkillSearch,
});

const journal = createRoute({
  getParentRoute: () => desk,
  path: '/journal',
  component: lazyRouteComponent(() => import('./journal'), 'Journal'),
});

const tree = root.addChildren([
  home,
  signIn,
  guest,
  desk.addChildren([
    campaigns,
    newCampaign,
    campaign,
    changeBrief,
    review,
    spend,
    releases,
    feedback,
    skills,
    skill,
    journal,
  ]),
]);

/** What the first page will want is asked for before it is known who looks: nobody waits for one answer after the other. */
function askAhead(client: QueryClient): void {
  if (location.pathname !== review.path) return;
  const { campaign: id, queue } = parseReviewSearch(Object.fromEntries(new URLSearchParams(location.search)));
  void loadReview();
  void client.prefetchQuery(reviewPage(id, queue !== 'all', undefined));
  void client.prefetchQuery(markets());
  void client.prefetchQuery(formats());
}

export function makeRouter(client: QueryClient) {
  askAhead(client);
  return createRouter({ routeTree: tree, context: { client }, defaultPreload: 'intent', defaultPreloadStaleTime: 0 });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
