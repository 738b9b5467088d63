'use client';

import { useTimeZone, useTranslations } from 'next-intl';
import { beginningOf, dayIn, daysAfter } from '@/components/account/zoned-day';
import { fetchTrpc } from '@/components/fetch-trpc';
import { useRoleName } from '@/components/roles/role-mark';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NativeSelect } from '@/components/ui/native-select';
import { Textarea } from '@/components/ui/textarea';
import type { PersonRow } from '@/server/moderation/people-list';
import type { PeoplePlaces } from '@/server/moderation/people-places';
import { PEOPLE_FOR_ROLE } from '@/server/moderation/rules';
import { Forecast, type Refused } from './refused-people';
import { useChecked } from './use-checked';
import { refusedOf } from './use-people-act';

interface Props {
  open: boolean;
  people: PersonRow[];
  roles: PeoplePlaces['roles'];
  onDone: (done: number, refused: Refused[]) => void;
  onClose: () => void;
  finalFocus: () => HTMLElement | null;
}

/** Gives several people a role: which, until when, why. */
export function PeopleRoleDialog({ open, onClose, finalFocus, ...props }: Props) {
  const t = useTranslations('people');
  const common = useTranslations('common');
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      title={t('ask.role', { count: props.people.length })}
      description={t('roleText')}
      closeLabel={common('close')}
      finalFocus={finalFocus}
    >
      <Form {...props} onClose={onClose} />
      <StepUpOutlet />
    </Dialog>
  );
}

const schema = () =>
  import('@/server/moderation/people-acting-inputs').then((inputs) => inputs.PeopleRoleForm);

function Form({ people, roles, onDone, onClose }: Omit<Props, 'open' | 'finalFocus'>) {
  const t = useTranslations('people');
  const words = useTranslations('roles');
  const common = useTranslations('common');
  const nameOf = useRoleName();
  const timeZone = useTimeZone() ?? 'UTC';
  const confirmed = useConfirmed();
  const refused = useChecked({ people, wanted: true });
  const form = useSmallForm({
    schema,
    send: async ({ roleId, until, reason }) => {
      // The day itself is still within.
      const expiresAt = until ? beginningOf(daysAfter(until, 1), timeZone).toISOString() : null;
      const trpc = await fetchTrpc();
      const results: { id: string; result: Refused['result'] | 'done' }[] = [];
      for (let at = 0; at < people.length; at += PEOPLE_FOR_ROLE) {
        const ids = people.slice(at, at + PEOPLE_FOR_ROLE).map(({ userId }) => userId);
        const wish = { ids, roleId, expiresAt, reason };
        results.push(...(await confirmed(() => trpc.moderation.users.assignRole.mutate(wish))));
      }
      onDone(results.filter(({ result }) => result === 'done').length, refusedOf(people, results));
    },
  });
  const can = people.length - (refused?.length ?? 0);
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-5">
      {refused && refused.length > 0 && <Forecast text={t('will.role', { count: can })} refused={refused} />}
      <Field label={words('role')} error={form.error('roleId')}>
        <NativeSelect
          name="roleId"
          defaultValue=""
          options={[
            { value: '', label: t('chooseRole'), disabled: true },
            ...roles.map((role) => ({ value: role.id, label: nameOf(role) })),
          ]}
        />
      </Field>
      <Field
        label={words('until')}
        labelHint={common('optional')}
        description={words('untilHint')}
        error={form.error('until')}
      >
        <Input type="date" name="until" min={dayIn(new Date(), timeZone)} />
      </Field>
      <Field label={words('reason')} labelHint={common('optional')} error={form.error('reason')}>
        <Textarea name="reason" rows={2} />
      </Field>
      <RefusalNote refusal={form.refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" variant="primary" loading={form.sending} disabled={can === 0}>
          {words('assignConfirm')}
        </Button>
      </div>
    </form>
  );
}
