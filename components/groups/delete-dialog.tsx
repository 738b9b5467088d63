'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type SubmitEvent, useEffect, useRef, useState, useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { GroupPage } from '@/server/groups/types';
import { useGroupName } from './use-group-name';
import { useSaidAfterwards } from './use-said-afterwards';

interface Props {
  open: boolean;
  group: GroupPage;
  onClose: () => void;
}

/** Deletes a group, once it is said what that does and its name is typed. */
export function DeleteDialog({ open, group, onClose }: Props) {
  const t = useTranslations('groups');
  const common = useTranslations('common');
  const router = useRouter();
  const sayAfterwards = useSaidAfterwards();
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [going, startGoing] = useTransition();
  const [refusal, setRefusal] = useState<Refusal>();
  const { groupId, members, standing } = group;
  const name = useGroupName()(group);
  // What is hidden from who deletes cannot be typed from what they see, but what stands in its place can.
  const shown = group.name || t('hiddenName');

  // Once the error stands beside the field, so that it is read out with it.
  useEffect(() => {
    if (isWrong) field.current?.focus();
  }, [isWrong]);

  async function remove(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    if (deleting) return;
    const isRight = plain(typed) === plain(shown);
    setIsWrong(!isRight);
    if (!isRight) return;
    setRefusal(undefined);
    setDeleting(true);
    try {
      await (await fetchTrpc()).groups.remove.mutate({ groupId });
      sayAfterwards(t('deleted', { group: name }));
      startGoing(() => router.push(standing === null ? '/admin/groups' : '/settings/groups'));
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setDeleting(false);
    }
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(stay) => !stay && onClose()}
      title={t('deleteTitle', { group: name })}
      description={t('deleteText', { count: members?.count ?? 0 })}
      cancelLabel={common('cancel')}
      confirmLabel={t('deleteConfirm')}
      tone="danger"
      loading={deleting || going}
      onConfirm={() => form.current?.requestSubmit()}
    >
      <form ref={form} noValidate onSubmit={remove} className="flex flex-col gap-4">
        <RefusalNote refusal={refusal} />
        <Field
          label={t('deleteLabel', { group: name })}
          error={isWrong ? t('deleteWrong') : undefined}
          className="wrap-anywhere"
        >
          <Input
            ref={field}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="auto"
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value);
              setIsWrong(false);
            }}
          />
        </Field>
      </form>
    </AlertDialog>
  );
}

/** As it is typed by hand, whichever way its letters are put together. */
function plain(name: string) {
  return name.normalize('NFC').trim().replace(/\s+/gu, ' ');
}
