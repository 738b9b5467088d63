'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { AlertDialog } from '@/components/ui/alert-dialog';
import type { PersonRow } from '@/server/moderation/people-list';
import { Forecast, type Refused } from './refused-people';
import { useChecked } from './use-checked';
import { refusedOf } from './use-people-act';

interface Props {
  open: boolean;
  people: PersonRow[];
  onDone: (done: number, refused: Refused[]) => void;
  onClose: () => void;
  finalFocus: () => HTMLElement | null;
}

/** Asks before people are signed out everywhere, and says with whom it cannot be done. */
export function PeopleSessionsDialog({ open, people, onDone, onClose, finalFocus }: Props) {
  const t = useTranslations('people');
  const common = useTranslations('common');
  const refused = useChecked({ people, wanted: open });
  const [refusal, setRefusal] = useState<Refusal>();
  const [ending, setEnding] = useState(false);
  const can = people.length - (refused?.length ?? 0);

  async function end() {
    setEnding(true);
    setRefusal(undefined);
    try {
      const ids = people.map(({ userId }) => userId);
      const results = await (await fetchTrpc()).moderation.users.endSessions.mutate({ ids });
      onDone(results.filter(({ result }) => result === 'done').length, refusedOf(people, results));
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setEnding(false);
    }
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('endTitle', { count: people.length })}
      description={t('endText')}
      cancelLabel={common('cancel')}
      confirmLabel={t('end')}
      confirmDisabled={can === 0}
      loading={ending}
      finalFocus={finalFocus}
      onConfirm={() => void end()}
    >
      {refused && refused.length > 0 && (
        <Forecast text={t('will.sessions', { count: can })} refused={refused} />
      )}
      <RefusalNote refusal={refusal} />
    </AlertDialog>
  );
}
