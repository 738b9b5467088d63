'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormProvider, type Resolver, useForm } from 'react-hook-form';
import { fetchTrpc } from '@/components/fetch-trpc';
import { needsSignIn, type Refusal, refusalOf } from '@/components/refusal';
import { signInAddress } from '@/components/session-over';
import { LeaveGuard } from '@/components/settings/leave-guard';
import { UnsavedBar } from '@/components/settings/unsaved-bar';
import { useTypedEarly } from '@/components/settings/use-typed-early';
import { Banner } from '@/components/ui/banner';
import { TextLink } from '@/components/ui/text-link';
import { showToast } from '@/components/ui/toast';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { ProfileValues, ProfileForm as Values } from '@/server/profile/inputs';
import { AboutCard } from './about-card';
import { NameCard } from './name-card';
import { RegionCard } from './region-card';

/** The server's own rules, fetched with the first check: nobody waits for them who only looks. */
const checkProfile: Resolver<Values, unknown, ProfileValues> = async (values, ...form) => {
  // What is checked is soon sent; when what sends it does not come, sending says so.
  fetchTrpc().catch(() => undefined);
  const rules = await import('./check-profile').catch(() => undefined);
  // Offline they do not come. The server checks by the same ones, and sending says what is the matter.
  return rules ? rules.checkProfile(values, ...form) : { values, errors: {} };
};

/** Devices show the name beside a passkey. */
function tellDevices() {
  import('@/components/security/signal-passkeys').then(
    (signals) => signals.signalPasskeys(),
    () => undefined,
  );
}

/** One's own profile but for handle and photo, saved as a whole when the person says so. Only what changed is sent. */
export function ProfileForm({ saved }: { saved: ProfileValues }) {
  const t = useTranslations('profile');
  const words = useRefusalWords();
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refusal>();
  const form = useForm<Values, unknown, ProfileValues>({
    resolver: checkProfile,
    defaultValues: saved,
    mode: 'onTouched',
  });
  useTypedEarly(form);
  // Read while rendering: react-hook-form follows only what somebody looks at.
  const { dirtyFields, isSubmitting, errors } = form.formState;
  const changed = Object.keys(dirtyFields) as (keyof ProfileValues)[];

  const save = form.handleSubmit(async (values) => {
    setRefusal(undefined);
    const typed = form.getValues();
    const changes = Object.fromEntries(changed.map((name) => [name, values[name]]));
    try {
      const trpc = await fetchTrpc();
      const { id: _, email: __, handle: ___, ...now } = await trpc.profile.update.mutate(changes);
      const meanwhile = form.getValues();
      form.reset(now);
      // What was typed while the save was under way stays, as a change of its own.
      for (const name of Object.keys(typed) as (keyof Values)[]) {
        if (meanwhile[name] !== typed[name]) form.setValue(name, meanwhile[name], { shouldDirty: true });
      }
      // In another language the page itself says so; a sentence in the old one would stand out.
      if (!('locale' in changes)) void showToast({ text: t('saved'), tone: 'success', id: 'profile' });
      if ('displayName' in changes) tellDevices();
      // Name, language and zone stand all over the page.
      router.refresh();
    } catch (error) {
      refuse(refusalOf(error));
    }
  });

  function refuse(refused: Refusal) {
    if (needsSignIn(refused)) return setRefusal(refused);
    const problems = Object.entries(refused.problems ?? {});
    for (const [name, message] of problems)
      form.setError(name as keyof ProfileValues, { message }, { shouldFocus: true });
    if (!problems.length) setRefusal(refused);
  }

  return (
    <FormProvider {...form}>
      <form
        method="post"
        noValidate
        onSubmit={save}
        data-unsaved={changed.length > 0}
        className="flex flex-col gap-6"
      >
        <NameCard />
        <AboutCard />
        <RegionCard />
        {refusal && (
          <Banner tone="danger" role="alert">
            {words(refusal)}{' '}
            {needsSignIn(refusal) && (
              // In another tab: what was typed here waits for the session to be back.
              <TextLink href={signInAddress(refusal.reason)} target="_blank">
                {t('signInAgain')}
              </TextLink>
            )}
          </Banner>
        )}
        <UnsavedBar
          count={changed.length}
          problems={Object.keys(errors).length}
          saving={isSubmitting}
          onDiscard={() => {
            form.reset();
            setRefusal(undefined);
          }}
        />
      </form>
      <LeaveGuard unsaved={isSubmitting ? 0 : changed.length} />
    </FormProvider>
  );
}
