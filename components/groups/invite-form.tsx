'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isolate } from '@/components/isolate';
import { useSuggestions } from '@/components/privacy/use-suggestions';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { showToast } from '@/components/ui/toast';
import { STANDINGS } from '@/server/groups/catalog';
import type { GroupPage } from '@/server/groups/types';
import { useOwnContacts } from './use-own-contacts';

const schema = () => import('@/server/groups/inputs').then((inputs) => inputs.InviteForm);

const EMPTY = { handle: '', standing: 'member' };

/** Whom somebody began to invite and has not, by the group: closing the window does not lose it. */
const drafts = new Map<string, typeof EMPTY>();

/** Whom, by their handle, and as what; whoever only manages the members invites members. */
export function InviteForm({ group, onClose }: { group: GroupPage; onClose: () => void }) {
  const t = useTranslations('groups');
  const common = useTranslations('common');
  const router = useRouter();
  const listId = useId();
  const { groupId, may } = group;
  const [draft, setDraft] = useState(() => drafts.get(groupId) ?? EMPTY);
  const contacts = useOwnContacts();
  const found = useSuggestions(draft.handle);
  const offered = new Map([...contacts, ...found].map((person) => [person.userId, person]));

  function change(part: Partial<typeof EMPTY>) {
    const now = { ...draft, ...part };
    drafts.set(groupId, now);
    setDraft(now);
  }

  const form = useSmallForm({
    schema,
    send: async ({ handle, standing }) => {
      const { became } = await (await fetchTrpc()).groups.invite.mutate({ groupId, handle, standing });
      drafts.delete(groupId);
      onClose();
      const name = isolate(`@${handle}`);
      void showToast({
        text: t(became === 'member' ? 'personAccepted' : 'invited', { name }),
        tone: 'success',
      });
      router.refresh();
    },
    fields: {
      CANNOT_CONTACT: 'handle',
      ALREADY_THERE: 'handle',
      ...(may.update && { BEYOND_YOURS: 'standing' }),
    },
    sentences: { CANNOT_CONTACT: t('cannotInvite') },
  });
  return (
    <form
      method="post"
      noValidate
      data-unsaved={draft.handle !== ''}
      onSubmit={form.submit}
      className="flex flex-col gap-5"
    >
      <Field label={t('person')} description={t('personHint')} error={form.error('handle')}>
        <Input
          name="handle"
          list={listId}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={draft.handle}
          onChange={({ target }) => change({ handle: target.value })}
        />
      </Field>
      <datalist id={listId}>
        {[...offered.values()].map(({ userId, handle, displayName }) => (
          <option key={userId} value={handle}>
            {displayName}
          </option>
        ))}
      </datalist>
      {may.update ? (
        <RadioGroup
          legend={t('standing')}
          name="standing"
          value={draft.standing}
          error={form.error('standing')}
          onValueChange={(standing) => change({ standing })}
          options={STANDINGS.map((value) => ({
            value,
            label: t(`standings.${value}`),
            description: t(`standingTexts.${value}`),
          }))}
        />
      ) : (
        <input type="hidden" name="standing" value="member" />
      )}
      <RefusalNote refusal={form.refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          onClick={() => {
            drafts.delete(groupId);
            onClose();
          }}
        >
          {common('cancel')}
        </Button>
        <Button type="submit" variant="primary" loading={form.sending}>
          {t('invite')}
        </Button>
      </div>
    </form>
  );
}
