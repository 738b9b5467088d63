'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { RenameForm } from '@/components/settings/rename-form';
import { useOpenInPlace } from '@/components/settings/use-open-in-place';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { FactorRow } from './factor-row';

interface Props {
  name: string;
  icon: ReactNode;
  badges?: ReactNode;
  facts: ReactNode[];
  note?: ReactNode;
  rename: (name: string) => Promise<unknown>;
  remove: () => Promise<void>;
}

/** A row whose name is changed in place, with Rename and Remove at its end. */
export function RenamableRow({ name: saved, rename, remove, ...row }: Props) {
  const t = useTranslations('security');
  const router = useRouter();
  const { open, show, close, panel, openerOf } = useOpenInPlace<'rename'>();
  const [asking, setAsking] = useState(false);
  // As it was just renamed, until the page says the same.
  const [renamed, setRenamed] = useState<{ from: string; to: string }>();
  const name = renamed?.from === saved ? renamed.to : saved;

  async function ask() {
    setAsking(true);
    await remove();
    setAsking(false);
  }

  if (open) {
    return (
      <li className="border-t py-4 first:border-t-0 first:pt-0 last:pb-0">
        <div ref={panel}>
          <RenameForm
            name={name}
            words={{ name: t('name'), save: t('save') }}
            schema={schema}
            maxLength={200}
            onCancel={close}
            onRename={async (to) => {
              await rename(to);
              setRenamed({ from: saved, to });
              close();
              void showToast({ text: t('renamed', { name: to }), tone: 'success' });
              router.refresh();
            }}
          />
        </div>
      </li>
    );
  }
  return (
    <FactorRow
      {...row}
      name={name}
      actions={
        <>
          <Button
            ref={openerOf('rename')}
            size="sm"
            aria-label={t('renameNamed', { name })}
            onClick={() => show('rename')}
          >
            {t('rename')}
          </Button>
          <Button size="sm" loading={asking} aria-label={t('removeNamed', { name })} onClick={ask}>
            {t('remove')}
          </Button>
        </>
      }
    />
  );
}

const schema = () =>
  import('@/server/auth/inputs').then(({ RenameFactorInput }) => RenameFactorInput.pick({ name: true }));
