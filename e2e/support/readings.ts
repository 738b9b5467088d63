import type { Page } from 'playwright/test';

/** Holds back each reading of the page anew, of the path that is given, until it is told to let them go. */
export async function holdReadings(page: Page, path: string) {
  const documents: string[] = [];
  page.on('request', (request) => request.resourceType() === 'document' && documents.push(request.url()));
  let letGo = () => {};
  const whenLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let readings = 0;
  await page.route(
    (url) => url.pathname === path && url.searchParams.has('_rsc'),
    async (route) => {
      readings++;
      await whenLetGo;
      await route.continue();
    },
  );
  return {
    letGo,
    count: () => readings,
    /** Loaded whole since, where nothing should be. */
    documents,
  };
}
