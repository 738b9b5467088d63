import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Consent } from '@/components/oauth/consent';
import { OAuthShell } from '@/components/oauth/shell';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('oauth'))('pageTitle'), referrer: 'no-referrer' };
}

/** Where an app sends a person's browser to be allowed to act for them (RFC 6749 section 4.1.1). */
export default async function AuthorizePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const search = searchOf(await searchParams);
  const here = `/oauth/authorize?${search}`;
  const [view, t] = await Promise.all([
    forPage(here, (api) => api.apps.authorize.view({ search })),
    getTranslations('oauth'),
  ]);
  if (view.kind === 'redirect') redirect(view.to);
  if (view.kind === 'signIn') redirect(`/sign-in?next=${encodeURIComponent(here)}`);
  if (view.kind === 'refused')
    return (
      <OAuthShell>
        <div className="text-center">
          <h1>{t('refusedTitle')}</h1>
          <p className="mt-1 text-md text-text-muted">{t(`refused.${view.problem}`)}</p>
        </div>
      </OAuthShell>
    );
  return (
    <OAuthShell>
      <Words names={['common', 'reasons', 'problems', 'errors', 'apps', 'oauth', 'scopes', 'stepUp']}>
        <StepUpProvider>
          <Consent view={view} search={search} />
        </StepUpProvider>
      </Words>
    </OAuthShell>
  );
}

/** What came twice stays twice: it is a mistake that the app is told. */
function searchOf(params: Record<string, string | string[] | undefined>) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    for (const one of [value ?? []].flat()) query.append(name, one);
  return query.toString();
}
