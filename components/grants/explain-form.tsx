'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useTransition } from 'react';
import { useTRPC } from '@/components/query-provider';
import { usePermissionWords } from '@/components/roles/permission-words';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { NativeSelect } from '@/components/ui/native-select';
import { PERMISSION_GROUPS } from '@/server/roles/catalog';
import type { NamedKind } from '@/server/roles/grant-inputs';
import { isPermission, permissionEntry } from '@/server/roles/permissions';
import { ACCESS_QUESTION, permissionIn, VISITOR } from './access-address';
import { NamedPicker } from './named-picker';

/** Who, what, and on what: each choice is in the address at once, and answered below. */
export function ExplainForm() {
  const t = useTranslations('grants');
  const groups = useTranslations('permissions.groups');
  const words = usePermissionWords();
  const [asking, startAsking] = useTransition();
  const [question, setQuestion] = useQueryStates(ACCESS_QUESTION, {
    shallow: false,
    history: 'push',
    startTransition: startAsking,
  });
  const { who, on } = question;
  const may = permissionIn(question);
  const type = may && permissionEntry(may).objectType;
  const person = useNamed(who === VISITOR ? null : who, 'person');
  const object = useNamed(on, type === 'site' || type === null ? undefined : type);

  return (
    <div aria-busy={asking} className="flex flex-col gap-5">
      <div className="flex flex-col gap-2">
        {who !== VISITOR && (
          <NamedPicker
            label={t('whoField')}
            kinds={['person']}
            single
            chosen={person}
            onChange={([one]) => void setQuestion({ who: one?.id ?? null })}
          />
        )}
        <Checkbox
          label={t('visitor')}
          checked={who === VISITOR}
          onChange={({ target }) => void setQuestion({ who: target.checked ? VISITOR : null })}
        />
      </div>
      <Field label={t('mayField')}>
        <NativeSelect
          value={may ?? ''}
          onChange={({ target: { value } }) => {
            const next = isPermission(value) ? value : null;
            const isOfType = next !== null && permissionEntry(next).objectType === type;
            void setQuestion({ may: next, ...(!isOfType && { on: null }) });
          }}
          options={[
            { value: '', label: t('choosePermission') },
            ...Object.entries(PERMISSION_GROUPS).map(([group, names]) => ({
              label: groups(group as keyof typeof PERMISSION_GROUPS),
              options: names.map((value) => ({ value, label: words(value) })),
            })),
          ]}
        />
      </Field>
      {may && type && type !== 'site' && (
        <NamedPicker
          key={type}
          label={t(`onField.${type}`)}
          hint={t(onHint(type, permissionEntry(may).objectOnly))}
          kinds={[type]}
          single
          chosen={object}
          onChange={([one]) => void setQuestion({ on: one?.id ?? null })}
        />
      )}
    </div>
  );
}

function onHint(type: NamedKind, objectOnly = false) {
  if (type === 'report') return 'reportHint';
  return objectOnly ? 'onOnlyHint' : 'onHint';
}

/** Who or what an id of the address belongs to. */
function useNamed(id: string | null, kind: NamedKind | undefined) {
  const api = useTRPC();
  const found = useQuery({
    ...api.roles.grants.search.queryOptions({ text: id ?? '', kinds: [kind ?? 'person'] }),
    enabled: id !== null && kind !== undefined,
  });
  return id === null ? [] : (found.data ?? []).filter((one) => one.id === id);
}
