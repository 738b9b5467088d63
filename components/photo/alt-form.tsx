'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { AltField } from './alt-field';

const schema = () =>
  import('@/server/photos/inputs').then(({ DescribePhotoInput }) => DescribePhotoInput.pick({ alt: true }));

interface Props {
  /** Of the photo. */
  id: string;
  alt: string;
  onSaved: (alt: string) => void;
  onClose: () => void;
}

export function AltForm({ id, alt: saved, onSaved, onClose }: Props) {
  const t = useTranslations('photo');
  const common = useTranslations('common');
  const router = useRouter();
  const form = useSmallForm({
    schema,
    async send({ alt }) {
      const photo = await trpc.profile.photo.describe.mutate({ id, alt });
      onSaved(photo.alt);
      void showToast({ text: t('altSaved'), tone: 'success', id: 'photo' });
      router.refresh();
    },
  });
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-3">
      <RefusalNote refusal={form.refusal} />
      <AltField labelHidden defaultValue={saved} error={form.error('alt')} onEscape={onClose} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={form.sending}>
          {t('save')}
        </Button>
        <Button variant="ghost" onClick={onClose}>
          {common('cancel')}
        </Button>
      </div>
    </form>
  );
}
