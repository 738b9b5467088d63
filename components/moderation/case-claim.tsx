'use client';

import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { When } from '@/components/when';
import type { CaseView } from '@/server/moderation/case-page';
import { useCaseChange } from './use-case-change';

/** Whose case it is, and how it becomes one's own or gets free again. */
export function CaseClaim({ found: { id, subject, state, claim, appeal } }: { found: CaseView }) {
  const t = useTranslations('cases');
  const { run, busy } = useCaseChange();
  // What was decided is claimed again for its appeal, by somebody else.
  const isAppealed = appeal !== null && appeal.outcome === null;
  if (state === 'resolved' && (!isAppealed || appeal.isAgainstMe)) return null;
  const appealed = subject.kind === 'group' ? 'appealFreeGroup' : 'appealFree';
  if (!claim)
    return (
      <Banner
        action={
          <Button
            size="sm"
            variant="primary"
            loading={busy}
            onClick={() =>
              void run((api) => api.moderation.reports.claim.mutate({ id }), {
                text: t('claimed'),
                tone: 'success',
              })
            }
          >
            {t('claim')}
          </Button>
        }
      >
        {t(isAppealed ? appealed : 'freeText')}
      </Banner>
    );
  const since = { when: () => <When at={claim.at} />, name: isolate(claim.by.displayName) };
  if (claim.isMine)
    return (
      <Banner
        tone="success"
        action={
          <Button
            size="sm"
            loading={busy}
            onClick={() =>
              void run((api) => api.moderation.reports.release.mutate({ id }), { text: t('released') })
            }
          >
            {t('release')}
          </Button>
        }
      >
        {t.rich('yours', since)}
      </Banner>
    );
  return (
    <Banner
      tone="warning"
      action={
        <Button
          size="sm"
          loading={busy}
          onClick={() =>
            // From whom one saw holding it: whoever has it by now keeps it.
            void run((api) => api.moderation.reports.claim.mutate({ id, from: claim.by.userId }), {
              text: t('claimed'),
              tone: 'success',
            })
          }
        >
          {t('takeOver')}
        </Button>
      }
    >
      {t.rich('theirs', since)}
    </Banner>
  );
}
