import { useTranslations } from 'next-intl';
import { NamedPicker } from '@/components/grants/named-picker';
import { Field } from '@/components/ui/field';
import { NativeSelect } from '@/components/ui/native-select';
import type { Draft } from './use-announcement';

interface Props {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
  /** Roles and groups are looked up by who may give them. */
  mayNarrow: boolean;
}

/** Whom it is for: everybody, or who is in a role, in a group, and reads a language. */
export function AnnouncementAudience({ draft, onChange, mayNarrow }: Props) {
  const t = useTranslations('announcements');
  const locale = draft.locale;
  return (
    <fieldset className="grid min-w-0 items-start gap-4 sm:grid-cols-3">
      <legend className="mb-2 font-medium text-md">{t('audience')}</legend>
      {mayNarrow && (
        <>
          <NamedPicker
            label={t('role')}
            hint={t('anyRole')}
            kinds={['role']}
            single
            chosen={draft.role}
            onChange={(role) => onChange({ role })}
          />
          <NamedPicker
            label={t('group')}
            hint={t('anyGroup')}
            kinds={['group']}
            single
            chosen={draft.group}
            onChange={(group) => onChange({ group })}
          />
        </>
      )}
      <Field label={t('language')}>
        <NativeSelect
          value={locale}
          onChange={({ target: { value } }) =>
            onChange({ locale: value === 'en' || value === 'fr' ? value : '' })
          }
          options={[
            { value: '', label: t('anyLanguage') },
            { value: 'en', label: 'English' },
            { value: 'fr', label: 'Français' },
          ]}
        />
      </Field>
    </fieldset>
  );
}
