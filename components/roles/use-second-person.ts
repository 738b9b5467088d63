import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { refusalOf } from '@/components/refusal';
import { useConfirmed } from '@/components/step-up/step-up-context';
import { trpc } from '@/components/trpc';
import { showToast } from '@/components/ui/toast';

interface Wish {
  roleId: string;
  person: string;
  expiresAt: string | null;
  reason: string;
}

/**
 * Gives a role, or, once it turned out that this takes two administrators, asks a second one for the same: what was typed stays
 * where it is, and the button says what it does from then on.
 */
export function useSecondPerson() {
  const t = useTranslations('approvals');
  const router = useRouter();
  const confirmed = useConfirmed();
  const [asking, setAsking] = useState(false);
  // The same sent again, after an answer that never came, is asked once.
  const [id] = useState(() => uuid());

  async function assignOrAsk(wish: Wish): Promise<'given' | 'needed' | 'asked'> {
    if (!asking) {
      try {
        await confirmed(() => trpc.roles.assign.mutate(wish));
        return 'given';
      } catch (error) {
        if (refusalOf(error).reason !== 'SECOND_PERSON_NEEDED') throw error;
        setAsking(true);
        return 'needed';
      }
    }
    await confirmed(() => trpc.moderation.approvals.ask.mutate({ kind: 'administrator', id, ...wish }));
    void showToast({
      text: t('asked'),
      tone: 'success',
      action: { label: t('toApprovals'), onAction: () => router.push('/admin/approvals') },
    });
    return 'asked';
  }

  return { asking, assignOrAsk };
}
