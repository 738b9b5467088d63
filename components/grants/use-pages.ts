import { useInfiniteQuery } from '@tanstack/react-query';
import { ACCESS_KEY } from './use-grant-change';

interface Page<Item, Place> {
  items: Item[];
  next: Place | null;
}

/** A list of the cards of access as far as it was looked at, page by page. */
export function usePages<Item, Place>(
  key: readonly string[],
  read: (after: Place | undefined) => Promise<Page<Item, Place>>,
) {
  const query = useInfiniteQuery({
    queryKey: [ACCESS_KEY, ...key],
    // What `getNextPageParam` gave, or nothing at first: the compiler loses a type that is a parameter itself.
    queryFn: ({ pageParam }) => read(pageParam as Place | undefined),
    initialPageParam: undefined as Place | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  return {
    items: query.data?.pages.flatMap(({ items }) => items) ?? [],
    isPending: query.isPending,
    error: query.data ? null : query.error,
    isFetching: query.isFetching,
    refetch: query.refetch,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    /** Of a page after the first. */
    moreError: query.data ? query.error : null,
    loadMore: () => void query.fetchNextPage(),
  };
}

export type Pages = Omit<ReturnType<typeof usePages>, 'items'>;
