import { t } from '../locales/words';

/** What a paged list says of its next page; the fields are those of an infinite query. */
interface NextPage {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** Fetches the next page of a list, where there is one. */
export function ShowMore({ of }: { of: NextPage }) {
  if (!of.hasNextPage) return null;
  return (
    <button type="button" className="button" disabled={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
      {t.showMore}
    </button>
  );
}
