'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isolate } from '@/components/isolate';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { showToast } from '@/components/ui/toast';

interface Props {
  person: { userId: string; handle: string; displayName: string };
}

/** Asks a second administrator to agree that an account is deleted for good. */
export function PurgeCard({ person }: Props) {
  const t = useTranslations('approvals');
  const common = useTranslations('common');
  const [open, setOpen] = useState(false);
  // What was typed is there again when it is opened again.
  const [draft, setDraft] = useState('');
  return (
    <Card
      title={t('purge.title')}
      tone="danger"
      hint={t('purge.text')}
      action={
        <Button variant="danger" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {t('purge.open')}
        </Button>
      }
    >
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('purge.dialogTitle', { name: isolate(person.displayName || person.handle) })}
        description={t('purge.dialogText')}
        closeLabel={common('close')}
      >
        <PurgeForm person={person} draft={draft} onDraft={setDraft} onClose={() => setOpen(false)} />
        <StepUpOutlet />
      </Dialog>
    </Card>
  );
}

const schema = () => import('@/server/moderation/approval-inputs').then((inputs) => inputs.PurgeForm);

function PurgeForm({
  person,
  draft,
  onDraft,
  onClose,
}: Props & { draft: string; onDraft: (reason: string) => void; onClose: () => void }) {
  const t = useTranslations('approvals');
  const common = useTranslations('common');
  const router = useRouter();
  const confirmed = useConfirmed();
  // The same sent again, after an answer that never came, is asked once.
  const [id] = useState(() => uuid());
  const form = useSmallForm({
    schema,
    send: async ({ reason }) => {
      const wish = { kind: 'purge' as const, id, person: person.userId, reason };
      await confirmed(async () => (await fetchTrpc()).moderation.approvals.ask.mutate(wish));
      onDraft('');
      onClose();
      void showToast({
        text: t('asked'),
        tone: 'success',
        action: { label: t('toApprovals'), onAction: () => router.push('/admin/approvals') },
      });
    },
  });
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-5">
      <Field label={t('purge.reason')} description={t('purge.reasonText')} error={form.error('reason')}>
        <Textarea
          name="reason"
          dir="auto"
          rows={3}
          defaultValue={draft}
          onChange={({ currentTarget: { value } }) => {
            onDraft(value);
          }}
        />
      </Field>
      <RefusalNote refusal={form.refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" variant="danger" loading={form.sending}>
          {t('ask')}
        </Button>
      </div>
    </form>
  );
}
