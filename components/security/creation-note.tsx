'use client';

import { useTranslations } from 'next-intl';
import { RefusalNote } from '@/components/settings/refusal-note';
import { Banner } from '@/components/ui/banner';
import type { useCreatePasskey } from './use-create-passkey';

/** Why there is no passkey. */
export function CreationNote({
  problem,
  refusal,
}: Pick<ReturnType<typeof useCreatePasskey>, 'problem' | 'refusal'>) {
  const t = useTranslations('passkeyCreation');
  return (
    <>
      {problem && (
        <Banner tone="warning" role="alert">
          {t(problem)}
        </Banner>
      )}
      <RefusalNote refusal={refusal} />
    </>
  );
}
