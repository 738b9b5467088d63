import { type Messages, useFormatter, useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useRoleName } from '@/components/roles/role-mark';
import { momentText } from '@/messages/dates';
import { ROLE_COLORS } from '@/server/roles/catalog';
import { isPermission } from '@/server/roles/permissions';
import { useValueNames } from './use-value-names';

type Permissions = keyof Messages['permissions']['names'];

/** The fields that have a name for people; the others stand as they are written. */
const FIELDS = [
  'role',
  'roleId',
  'description',
  'color',
  'version',
  'permissions',
  'expiresAt',
  'endsAt',
  'fields',
  'holders',
  'places',
  'sessions',
  'format',
  'filter',
  'case',
  'note',
  'kind',
  'outcome',
  'rule',
  'isHidden',
  'groupId',
  'standing',
  'visibility',
  'joining',
  'principalId',
  'lines',
  'sanction',
  'name',
  'objectId',
  'subject',
  'method',
  'methods',
  'tookAdministrator',
  'how',
  'hides',
] as const satisfies (keyof Messages['audit']['fields'])[];

/** Fields and values of entries, in words as far as there are some. */
export function useFactWords() {
  const t = useTranslations('audit');
  const permissions = useTranslations('permissions.names');
  const roles = useTranslations('roles');
  const format = useFormatter();
  const roleName = useRoleName();
  const nameOf = useValueNames();
  const zone = { locale: useLocale(), timeZone: useTimeZone() };

  function valueWords(value: unknown, name: string): string {
    if (value === null) return name === 'expiresAt' || name === 'endsAt' ? t('noEnd') : t('nothingThere');
    if (value === undefined) return t('nothingThere');
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'number') return format.number(value);
    if (Array.isArray(value))
      return value.length === 0
        ? t('nothingThere')
        : value.map((one) => valueWords(one, name)).join(value.every(isText) ? ', ' : '\n');
    if (typeof value === 'object')
      return (
        Object.entries(value)
          // Whose it is stands in a field of its own, and what it is on in the permission.
          .filter(([key]) => key !== 'principalId' && key !== 'objectType')
          .toSorted(([one], [other]) => rankOf(one) - rankOf(other))
          .map(([key, inner]) =>
            key === 'permission'
              ? valueWords(inner, key)
              : `${t('labelled', { label: fieldWords(key) })} ${valueWords(inner, key)}`,
          )
          .join(' · ')
      );
    const text = typeof value === 'string' ? value : '';
    if (isPermission(text)) return permissions(text.replaceAll('.', '_') as Permissions);
    const color = ROLE_COLORS.find((one) => one === text);
    if (name === 'color' && color) return roles(`colors.${color}`);
    if (name === 'role') return roleName({ key: text, name: text });
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return momentText({ ...zone, at: new Date(text) });
    if (text === '') return t('nothingThere');
    return nameOf(text, name) ?? text;
  }

  function fieldWords(name: string) {
    const known = FIELDS.find((one) => one === name);
    return known ? t(`fields.${known}`) : name;
  }

  return { fieldWords, valueWords };
}

/** Of a line what it allows comes first, until when last. */
function rankOf(name: string) {
  return name === 'permission' ? 0 : name === 'expiresAt' ? 2 : 1;
}

function isText(value: unknown) {
  return typeof value === 'string';
}
