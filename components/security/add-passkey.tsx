'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { CreationNote } from './creation-note';
import { useNewCodes } from './recovery-codes';
import { useCreatePasskey } from './use-create-passkey';

/** Makes a passkey. The first second factor of a person is followed by recovery codes, at once. */
export function AddPasskey() {
  const t = useTranslations('security.passkeys');
  const creation = useTranslations('passkeyCreation');
  const router = useRouter();
  const makeNewCodes = useNewCodes();
  const { create, creating, problem, refusal } = useCreatePasskey();

  async function add() {
    const added = await create();
    if (!added) return;
    router.refresh();
    if (added.recoveryCodesMissing) await makeNewCodes();
  }

  return (
    <div className="flex min-w-0 flex-auto flex-wrap items-center justify-end gap-3">
      <CreationNote problem={problem} refusal={refusal} />
      <span role="status" className="sr-only">
        {creating && creation('waiting')}
      </span>
      <Button loading={creating} onClick={add}>
        {t('add')}
      </Button>
    </div>
  );
}
