'use client';

import { useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { beginningOf, dayIn, daysAfter } from '@/components/account/zoned-day';
import { RefusalError } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { useConfirmed } from '@/components/step-up/step-up-context';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NativeSelect } from '@/components/ui/native-select';
import { Textarea } from '@/components/ui/textarea';
import { showToast } from '@/components/ui/toast';
import type { GiveForm as FormSchema } from '@/server/roles/grant-inputs';
import {
  OBJECT_TYPES,
  PERMISSION_NAMES,
  permissionEntry,
  permissionsAbout,
} from '@/server/roles/permissions';
import type { GiveStart } from './give-start';
import { linesOn } from './lines';
import { NamedPicker } from './named-picker';
import { PermissionBoxes } from './permission-boxes';
import { useReadAccessAnew } from './use-grant-change';

const schema = (): Promise<typeof FormSchema> =>
  import('@/server/roles/grant-inputs').then((inputs) => inputs.GiveForm);
const RECEIVERS = ['person', 'role', 'group'] as const;
const EVERYWHERE = PERMISSION_NAMES.filter((name) => !permissionEntry(name).objectOnly);
const REQUIRED = 'required' as const;

/** The fields of the dialog; what was chosen stays when it is refused. */
export function GiveForm({ start, onClose }: { start: GiveStart; onClose: () => void }) {
  const t = useTranslations('grants');
  const common = useTranslations('common');
  const confirmed = useConfirmed();
  const readAnew = useReadAccessAnew();
  const timeZone = useTimeZone() ?? 'UTC';
  const [principals, setPrincipals] = useState(start.principals);
  const [type, setType] = useState(start.type);
  const [objects, setObjects] = useState(start.objects);
  const [ticked, setTicked] = useState(start.permissions);
  const offered = type === 'everywhere' ? EVERYWHERE : permissionsAbout(type);
  const permissions = ticked.filter((name) => offered.some((one) => one === name));
  const places = type === 'everywhere' ? 1 : objects.length;
  const count = principals.length * permissions.length * places;

  const form = useSmallForm({
    schema,
    send: async ({ until, reason }) => {
      refuseMissing();
      // The day itself is still within.
      const expiresAt = until ? beginningOf(daysAfter(until, 1), timeZone).toISOString() : null;
      const changed = await confirmed(() => send({ expiresAt, reason }));
      onClose();
      void showToast({ text: t(`${start.what}Done`, { count: changed }), tone: 'success' });
      await readAnew();
    },
    fields: {
      ABOVE_YOU: 'principals',
      NOT_FOUND: 'principals',
      BEYOND_YOURS: 'permissions',
      SECOND_PERSON_NEEDED: 'permissions',
    },
    sentences: { NOT_FOUND: t('somethingGone') },
  });

  function refuseMissing() {
    const problems = {
      ...(principals.length === 0 && { principals: REQUIRED }),
      ...(places === 0 && { objects: REQUIRED }),
      ...(permissions.length === 0 && { permissions: REQUIRED }),
    };
    if (Object.keys(problems).length > 0) throw new RefusalError({ reason: 'INPUT_INVALID', problems });
  }

  function send({ expiresAt, reason }: { expiresAt: string | null; reason: string }) {
    const ids = principals.map(({ id }) => id);
    if (type === 'everywhere') {
      const everywhere = EVERYWHERE.filter((name) => permissions.includes(name));
      // Only ever of one person: roles get theirs on the page of roles.
      const personId = ids[0] ?? '';
      return trpc.roles.permissions.give.mutate({ personId, permissions: everywhere, expiresAt, reason });
    }
    const lines = {
      principalIds: ids,
      on: linesOn(
        type,
        objects.map(({ id }) => id),
        permissions,
      ),
    };
    return start.what === 'give'
      ? trpc.roles.grants.give.mutate({ ...lines, expiresAt, reason })
      : trpc.roles.grants.deny.mutate({ ...lines, reason });
  }

  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-5">
      {!start.fixed.principal && (
        <NamedPicker
          label={t('to')}
          hint={t('toHint')}
          kinds={RECEIVERS}
          chosen={principals}
          onChange={setPrincipals}
          error={form.error('principals')}
        />
      )}
      {!start.fixed.object && (
        <>
          <Field label={t('where')}>
            <NativeSelect
              value={type}
              onChange={({ target }) => {
                setType(OBJECT_TYPES.find((one) => one === target.value) ?? 'everywhere');
                setObjects([]);
              }}
              options={[
                ...OBJECT_TYPES.map((value) => ({ value, label: t(`single.${value}`) })),
                ...(principals[0]?.kind === 'person'
                  ? [{ value: 'everywhere', label: t('everywhere') }]
                  : []),
              ]}
            />
          </Field>
          {type !== 'everywhere' && (
            <NamedPicker
              key={type}
              label={t('onWhat')}
              {...(type === 'report' && { hint: t('reportHint') })}
              kinds={[type]}
              chosen={objects}
              onChange={setObjects}
              error={form.error('objects')}
            />
          )}
        </>
      )}
      <PermissionBoxes
        offered={offered}
        chosen={permissions}
        onChange={setTicked}
        error={form.error('permissions') ?? (start.fixed.principal ? form.error('principals') : undefined)}
      />
      {start.what === 'give' ? (
        <Field
          label={t('until')}
          labelHint={common('optional')}
          description={t('untilHint')}
          error={form.error('until')}
        >
          <Input type="date" name="until" min={dayIn(new Date(), timeZone)} />
        </Field>
      ) : (
        <input type="hidden" name="until" value="" />
      )}
      <Field label={t('reason')} labelHint={common('optional')} error={form.error('reason')}>
        <Textarea name="reason" rows={2} />
      </Field>
      <p role="status" className="text-sm text-text-muted">
        {t(`${start.what}Count`, { count })}
      </p>
      <RefusalNote refusal={form.refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" variant="primary" loading={form.sending}>
          {t(`${start.what}Confirm`)}
        </Button>
      </div>
    </form>
  );
}
