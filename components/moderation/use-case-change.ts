import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isolate } from '@/components/isolate';
import { type Refusal, refusalOf } from '@/components/refusal';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';

/** What a change calls. */
export type Api = Awaited<ReturnType<typeof fetchTrpc>>;

/** Something done with the case of the page, which is read anew afterwards; also where it could not be done, since others work too. */
export function useCaseChange() {
  const t = useTranslations('cases');
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  const [sending, setSending] = useState(false);
  const [reading, startReading] = useTransition();

  /** @returns why it was not done */
  async function attempt(call: (api: Api) => Promise<unknown>): Promise<Refusal | undefined> {
    setSending(true);
    try {
      await call(await fetchTrpc());
      return undefined;
    } catch (error) {
      return refusalOf(error);
    } finally {
      setSending(false);
      startReading(() => router.refresh());
    }
  }

  /** The same, with what came of it in a toast: a conflict says who holds the case. */
  async function run(
    call: (api: Api) => Promise<unknown>,
    done: Parameters<typeof showToast>[0],
  ): Promise<boolean> {
    let failure: unknown;
    const refused = await attempt((api) =>
      call(api).catch((error: unknown) => {
        failure = error;
        throw error;
      }),
    );
    if (!refused) void showToast(done);
    else if (refused.holder)
      void showToast({
        text: t('heldBy', { name: isolate(refused.holder.displayName) }),
        tone: 'danger',
      });
    else tellRefusal(failure);
    return !refused;
  }

  return { attempt, run, busy: sending || reading };
}
