'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { useDeletion } from './use-deletion';

/** Where somebody goes for good. `onlyNow`: of an account that is not active there is no later. */
export function DeleteCard({ handle, onlyNow = false }: { handle: string; onlyNow?: boolean }) {
  const t = useTranslations('account.delete');
  const { ask, asking, dialog } = useDeletion({ handle, onlyNow });
  return (
    <Card
      id="delete"
      tone="danger"
      title={t(onlyNow ? 'titleNow' : 'title')}
      description={t(onlyNow ? 'descriptionNow' : 'description')}
      hint={t(onlyNow ? 'nowHint' : 'handleHint')}
      action={
        <Button variant="danger" loading={asking} onClick={ask}>
          {t(onlyNow ? 'confirmNow' : 'action')}
        </Button>
      }
    >
      {dialog}
    </Card>
  );
}
