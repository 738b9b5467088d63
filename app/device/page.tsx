import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Device } from '@/components/oauth/device';
import { OAuthShell } from '@/components/oauth/shell';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { Words } from '@/components/words';
import { viewer } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('oauth'))('deviceTitle'), referrer: 'no-referrer' };
}

/** Where a person types the code that a device without a browser shows (RFC 8628 section 3.3). */
export default async function DevicePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const { user_code: given } = await searchParams;
  const userCode = typeof given === 'string' ? given.slice(0, 40) : '';
  if (!(await viewer())) {
    const here = userCode ? `/device?user_code=${encodeURIComponent(userCode)}` : '/device';
    redirect(`/sign-in?next=${encodeURIComponent(here)}`);
  }
  return (
    <OAuthShell>
      <Words names={['common', 'reasons', 'problems', 'errors', 'apps', 'oauth', 'scopes', 'stepUp']}>
        <StepUpProvider>
          <Device userCode={userCode} />
        </StepUpProvider>
      </Words>
    </OAuthShell>
  );
}
