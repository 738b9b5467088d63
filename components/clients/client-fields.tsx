'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import { isPersonScope, type Scope } from '@/server/oauth/catalog';
import type { ListedClient } from '@/server/oauth/client-queries';
import { ScopeBoxes } from './scope-boxes';

const TYPES = ['public', 'confidential'] as const;

interface Props {
  client: ListedClient | undefined;
  owner: string;
  error: (name: string) => string | undefined;
}

/** What is said of an app when it is registered, and later. */
export function ClientFields({ client, owner, error }: Props) {
  const t = useTranslations('clients');
  const common = useTranslations('common');
  const [type, setType] = useState<string>(client?.type ?? 'public');
  const [deviceFlow, setDeviceFlow] = useState(client?.deviceFlow ?? false);
  const scopes: Scope[] = client?.scopes ?? ['profile.read'];
  const [chosen, setChosen] = useState(scopes);
  const hasSecret = type === 'confidential';
  const ticked = chosen.filter((scope) => hasSecret || isPersonScope(scope));
  // As the server wants one: of an app that asks people, unless they let it in by a code.
  const mayStayAway = deviceFlow || (ticked.length > 0 && !ticked.some(isPersonScope));
  const code = { autoCapitalize: 'none', autoComplete: 'off', spellCheck: false, dir: 'ltr' } as const;
  return (
    <>
      <Field label={t('name')} description={t('nameHint')} error={error('name')}>
        <Input name="name" defaultValue={client?.name} maxLength={200} autoComplete="off" dir="auto" />
      </Field>
      <Field
        label={t('description')}
        labelHint={common('optional')}
        description={t('descriptionHint')}
        error={error('description')}
      >
        <Textarea
          name="description"
          rows={2}
          defaultValue={client?.description}
          dir="auto"
          className="min-h-16"
        />
      </Field>
      <Field label={t('website')} labelHint={common('optional')} error={error('website')}>
        <Input name="website" inputMode="url" defaultValue={client?.website} {...code} />
      </Field>
      {client ? (
        <div className="flex flex-col gap-1">
          <input type="hidden" name="type" value={client.type} />
          <p className="font-medium text-md">{t('type')}</p>
          <p className="text-md">{t(`types.${client.type}`)}</p>
          <p className="text-sm text-text-muted">{t('typeFixed')}</p>
        </div>
      ) : (
        <RadioGroup
          legend={t('type')}
          name="type"
          variant="cards"
          value={type}
          onValueChange={setType}
          error={error('type')}
          options={TYPES.map((value) => ({
            value,
            label: t(`types.${value}`),
            description: t(`typeHints.${value}`),
          }))}
        />
      )}
      <Field
        label={t('redirectUris')}
        labelHint={mayStayAway ? common('optional') : undefined}
        description={t('redirectUrisHint')}
        error={error('redirectUris')}
      >
        <Textarea
          name="redirectUris"
          rows={3}
          defaultValue={client?.redirectUris.join('\n')}
          className="font-mono"
          {...code}
        />
      </Field>
      <Checkbox
        name="deviceFlow"
        defaultChecked={client?.deviceFlow ?? false}
        onChange={({ target }) => setDeviceFlow(target.checked)}
        label={t('deviceFlow')}
        description={t('deviceFlowHint')}
      />
      <ScopeBoxes
        scopes={scopes}
        ticked={ticked}
        onTick={(scope, isTicked) =>
          setChosen((now) => (isTicked ? [...now, scope] : now.filter((other) => other !== scope)))
        }
        hasSecret={hasSecret}
        error={error('scopes')}
      />
      <Field
        label={t('owner')}
        labelHint={common('optional')}
        description={t('ownerHint')}
        error={error('owner')}
      >
        <Input name="owner" defaultValue={owner} {...code} />
      </Field>
    </>
  );
}
