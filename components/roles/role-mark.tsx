'use client';

import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';

/** What of a role its name and colour are made of. */
interface NamedRole {
  key: string | null;
  name: string | null;
  color: string;
}

const COLORS: Record<string, string> = {
  slate: 'bg-border-strong',
  blue: 'bg-accent',
  green: 'bg-success',
  amber: 'bg-warning',
  red: 'bg-danger',
  violet: 'bg-staff',
};

/** The dot of a colour; the name beside it says what it is. */
export function ColorDot({ color }: { color: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn('inline-block size-2.5 shrink-0 rounded-full', COLORS[color] ?? COLORS.slate)}
    />
  );
}

/** What a role is called: those that come with the product in the reader's language. */
export function useRoleName() {
  const t = useTranslations('roles');
  return ({ key, name }: Pick<NamedRole, 'key' | 'name'>) => {
    if (key === 'administrator' || key === 'moderator') return t(`builtIn.${key}`);
    return name ?? key ?? '';
  };
}

/** A role by its colour and name. */
export function RoleMark({ role }: { role: NamedRole }) {
  const nameOf = useRoleName();
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-2">
      <ColorDot color={role.color} />
      <bdi className="wrap-anywhere min-w-0">{nameOf(role)}</bdi>
    </span>
  );
}
