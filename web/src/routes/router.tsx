/** Every address of the desk, in one table. */
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router';
import { Problem } from '../api/client';
import { formats, markets, me, reviewPage } from '../api/queries';
import { STEPS, type Step } from '../features/launch/steps';
import { Desk } from '../features/shell/desk';
import { parseReviewSearch } from '../features/review/review-search';
import { parseSkillSearch, parseSkillsSearch } from '../features/skills/skills-search';
import { parseSpendSearch } from '../features/spend/spend-search';
import { WORDS_OF } from '../locales/words-of-pages';
import { page, PageError, PagePending } from './lazy-page';
import { Lost } from './lost';
import { SignIn } from './sign-in';

interface Context {
  client: QueryClient;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: Lost,
  errorComponent: PageError,
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
  component: page(() => import('./guest'), 'Guest'),
});

const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  component: Desk,
  errorComponent: PageError,
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
  component: page(() => import('./campaigns'), 'Campaigns'),
});

const campaign = createRoute({
  getParentRoute: () => desk,
  path: '/campaigns/$campaignId',
  component: page(() => import('./campaign'), 'CampaignPage'),
  validateSearch: (search: Record<string, unknown>): { plan?: string | undefined } => ({ plan: text(search.plan) }),
});

/** Where it is not one of them, the first. */
const step = (value: unknown): Step | undefined => STEPS.find((each) => each === value);
const loadLaunch = () => import('./launch');

const newCampaign = createRoute({
  getParentRoute: () => desk,
  path: '/campaigns/new',
  component: page(loadLaunch, 'NewCampaign', WORDS_OF.launch),
  validateSearch: (search: Record<string, unknown>): { step?: Step | undefined } => ({
    step: step(search.step),
  }),
});

const changeBrief = createRoute({
  getParentRoute: () => desk,
  path: '/campaigns/$campaignId/brief',
  component: page(loadLaunch, 'ChangeBrief', WORDS_OF.launch),
  validateSearch: (search: Record<string, unknown>): { step?: Step | undefined; plan?: string | undefined } => ({
    step: step(search.step),
    plan: text(search.plan),
  }),
});

const loadReview = () => import('./review');

const review = createRoute({
  getParentRoute: () => desk,
  path: '/review',
  component: page(loadReview, 'Review'),
  validateSearch: parseReviewSearch,
});

const spend = createRoute({
  getParentRoute: () => desk,
  path: '/spend',
  component: page(() => import('./spend'), 'Spend', WORDS_OF.spend),
  validateSearch: parseSpendSearch,
});

const releases = createRoute({
  getParentRoute: () => desk,
  path: '/releases',
  component: page(() => import('./releases'), 'Releases', WORDS_OF.releases),
  validateSearch: (
    search: Record<string, unknown>,
  ): { campaign?: string | undefined; release?: string | undefined; to?: string | undefined } => ({
    campaign: text(search.campaign),
    release: text(search.release),
    to: text(search.to),
  }),
});

const verify = createRoute({
  getParentRoute: () => desk,
  path: '/releases/verify',
  component: page(() => import('./verify'), 'Verify', WORDS_OF.verify),
});

const feedback = createRoute({
  getParentRoute: () => desk,
  path: '/feedback',
  component: page(() => import('./feedback'), 'Feedback', WORDS_OF.feedback),
  validateSearch: (search: Record<string, unknown>): { brand?: string | undefined; market?: string | undefined } => ({
    brand: text(search.brand),
    market: text(search.market),
  }),
});

const skills = createRoute({
  getParentRoute: () => desk,
  path: '/skills',
  component: page(() => import('./skills'), 'Skills', WORDS_OF.skills),
  validateSearch: parseSkillsSearch,
});

const skill = createRoute({
  getParentRoute: () => desk,
  path: '/skills/$skillId',
  component: page(() => import('./skill'), 'SkillPage', WORDS_OF.skill),
  validateSearch: parseSkillSearch,
});

const journal = createRoute({
  getParentRoute: () => desk,
  path: '/journal',
  component: page(() => import('./journal'), 'Journal', WORDS_OF.journal),
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
    verify,
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
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageError,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
