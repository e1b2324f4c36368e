/** What the demo left behind, found through the API, as the pages that show it. */
import { pagesOf } from './pages.mjs';
import { signIn, startDemo as start } from './program.mjs';

/** The demo; or one that is served already: GALLEY_URL, and GALLEY_PEOPLE as `name=e-mail:password,…`. */
export async function startDemo() {
  const url = process.env.GALLEY_URL;
  if (!url) return start();
  const people = new Map(
    (process.env.GALLEY_PEOPLE ?? '').split(',').map((entry) => {
      const [, name, email, password] = /^(\w+)=([^:]+):(.+)$/.exec(entry) ?? [];
      return [name, { name, email, password }];
    }),
  );
  return { url, people, stop: () => Promise.resolve() };
}

export async function demoPages({ url, people }) {
  const sessions = new Map();
  for (const [name, person] of people) sessions.set(name, await signIn(url, person));
  const api = sessions.get('ines');
  const campaigns = (await api.get('/campaigns')).items;
  const { id: campaign, brand } = campaigns.find(({ slug }) => slug === 'slow-hours') ?? campaigns[0];
  const first = async (query) => (await api.get(`/variants?campaign=${campaign}&limit=200&${query}`)).items;
  // The ad that went through two revisions, and one whose words run from right to left.
  const ad = (await first('market=it')).find(({ revision_count }) => revision_count > 1);
  const wordy = (await first('market=ae')).find(({ format }) => format === 'meta.feed_square');
  // One that somebody asked to be changed.
  const asked = (await first('state=changes_requested'))[0];
  const history = ad && (await api.get(`/variants/${ad.id}`));
  const release = (await api.get(`/campaigns/${campaign}/releases`)).items[0];
  const guest = await sessions.get('tomasz').post(`/campaigns/${campaign}/guest_links`, {
    name: 'Somebody outside',
    expires_at: new Date(Date.now() + 86_400_000).toISOString(),
  });
  const cookies = new Map([...sessions].map(([name, session]) => [name, session.cookie]));
  const pages = pagesOf({ campaign, ad: ad?.id, wordy: wordy?.id, asked: asked?.id, first: history?.revisions[0].id, release: release?.id, secret: guest.secret, judged: await first('market=gb'), brand: brand.id });
  return { pages, cookies, sessions, campaign };
}
