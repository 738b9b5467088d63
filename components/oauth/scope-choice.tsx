'use client';

import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Checkbox } from '@/components/ui/checkbox';
import type { Scope } from '@/server/oauth/catalog';
import type { AskedScope } from '@/server/oauth/consents';

interface Props {
  scopes: AskedScope[];
  chosen: Scope[];
  onChange: (chosen: Scope[]) => void;
}

/** What an app asks for in plain words, each to be refused; what was allowed before stands apart from what is new. */
export function ScopeChoice({ scopes, chosen, onChange }: Props) {
  const t = useTranslations('oauth');
  const known = scopes.filter((scope) => scope.known);
  const added = scopes.filter((scope) => !scope.known);
  const group = (title: string, some: AskedScope[]) =>
    some.length > 0 && (
      <fieldset className="flex min-w-0 flex-col gap-3">
        <legend className="mb-2 font-medium text-md">{title}</legend>
        {some.map((scope) => (
          <ScopeBox key={scope.name} scope={scope} chosen={chosen} onChange={onChange} />
        ))}
      </fieldset>
    );
  return (
    <>
      {group(known.length > 0 ? t('asksNew') : t('asks'), added)}
      {group(t('asksKnown'), known)}
    </>
  );
}

function ScopeBox({
  scope: { name, sensitive },
  chosen,
  onChange,
}: Omit<Props, 'scopes'> & { scope: AskedScope }) {
  const t = useTranslations('oauth');
  const words = useTranslations('scopes');
  return (
    <Checkbox
      checked={chosen.includes(name)}
      onChange={({ target }) =>
        onChange(target.checked ? [...chosen, name] : chosen.filter((other) => other !== name))
      }
      label={
        <span className="inline-flex flex-wrap items-center gap-x-2">
          {words(`${name}.title`)}
          {sensitive && <Badge tone="warning">{t('sensitive')}</Badge>}
        </span>
      }
      description={words(`${name}.text`)}
    />
  );
}
