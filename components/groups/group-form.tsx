'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { v7 as uuid } from 'uuid';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isolate } from '@/components/isolate';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FieldCounter } from '@/components/ui/field-counter';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import { showToast } from '@/components/ui/toast';
import { DESCRIPTION_LENGTH, JOININGS, VISIBILITIES } from '@/server/groups/catalog';
import type { GroupValues } from '@/server/groups/inputs';
import type { GroupPage } from '@/server/groups/types';
import { countCharacters } from '@/server/text/rules';
import { useSaidAfterwards } from './use-said-afterwards';

interface Props {
  group: GroupPage | undefined;
  onClose: () => void;
}

type Draft = Record<keyof GroupValues, string>;

const EMPTY: Draft = { name: '', description: '', visibility: 'signed_in', joining: 'invitation' };
const FIELDS = ['name', 'description', 'visibility', 'joining'] as const;

/** What was begun and is not saved, by the group: closing the window does not lose it. */
const drafts = new Map<string, Draft>();

const schema = () => import('@/server/groups/inputs').then((inputs) => inputs.GroupForm);

/** Name, description, who sees the group and how people come in. */
export function GroupForm({ group, onClose }: Props) {
  const t = useTranslations('groups');
  const common = useTranslations('common');
  const router = useRouter();
  const sayAfterwards = useSaidAfterwards();
  const place = group?.groupId ?? 'new';
  const [going, startGoing] = useTransition();
  // The same sent again, after an answer that never came, is the same group.
  const [newId] = useState(() => uuid());
  const [draft, setDraft] = useState<Draft>(() => drafts.get(place) ?? { ...EMPTY, ...group });
  const saved = { ...EMPTY, ...group };

  function change(part: Partial<Draft>) {
    const now = { ...draft, ...part };
    drafts.set(place, now);
    setDraft(now);
  }

  const form = useSmallForm({
    schema,
    send: async (values) => {
      const trpc = await fetchTrpc();
      const name = isolate(values.name);
      if (group) {
        const { groupId } = group;
        const changes = Object.fromEntries(
          FIELDS.flatMap((field) => (values[field] === group[field] ? [] : [[field, values[field]]])),
        );
        await trpc.groups.update.mutate({ groupId, ...changes });
        void showToast({ text: t('saved', { group: name }), tone: 'success' });
        router.refresh();
      } else {
        await trpc.groups.create.mutate({ groupId: newId, ...values });
        sayAfterwards(t('created', { group: name }));
        // The window goes with the page that it stands on.
        startGoing(() => router.push(`/groups/${newId}`));
      }
      drafts.delete(place);
      if (group) onClose();
    },
    fields: { NAME_TAKEN: 'name' },
  });
  const used = countCharacters(draft.description.trim());
  return (
    <form
      method="post"
      noValidate
      data-unsaved={FIELDS.some((field) => draft[field] !== saved[field])}
      onSubmit={form.submit}
      className="flex flex-col gap-5"
    >
      <Field label={t('name')} error={form.error('name')}>
        <Input
          name="name"
          autoComplete="off"
          dir="auto"
          value={draft.name}
          onChange={({ target }) => change({ name: target.value })}
        />
      </Field>
      <Field
        label={t('description')}
        labelHint={common('optional')}
        description={t('descriptionHint')}
        error={form.error('description')}
        counter={
          <FieldCounter
            used={used}
            limit={DESCRIPTION_LENGTH}
            text={t('counter', { used, limit: DESCRIPTION_LENGTH })}
          />
        }
      >
        <Textarea
          name="description"
          rows={3}
          dir="auto"
          value={draft.description}
          onChange={({ target }) => change({ description: target.value })}
        />
      </Field>
      <RadioGroup
        legend={t('visibility')}
        name="visibility"
        value={draft.visibility}
        error={form.error('visibility')}
        onValueChange={(visibility) => change({ visibility })}
        options={VISIBILITIES.map((value) => ({
          value,
          label: t(`visibilities.${value}`),
          description: t(`visibilityTexts.${value}`),
        }))}
      />
      <RadioGroup
        legend={t('joining')}
        name="joining"
        value={draft.joining}
        error={form.error('joining')}
        onValueChange={(joining) => change({ joining })}
        options={JOININGS.map((value) => ({
          value,
          label: t(`joinings.${value}`),
          description: t(`joiningTexts.${value}`),
        }))}
      />
      <RefusalNote refusal={form.refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          onClick={() => {
            drafts.delete(place);
            onClose();
          }}
        >
          {common('cancel')}
        </Button>
        <Button type="submit" variant="primary" loading={form.sending || going}>
          {t(group ? 'save' : 'createConfirm')}
        </Button>
      </div>
    </form>
  );
}
