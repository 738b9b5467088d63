'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { v7 as uuid } from 'uuid';
import { isolate } from '@/components/isolate';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { showToast } from '@/components/ui/toast';
import type { ClientForm, ClientValues } from '@/server/oauth/client-inputs';
import type { ListedClient } from '@/server/oauth/client-queries';
import { ClientFields } from './client-fields';
import type { Credentials } from './credentials-dialog';

interface Props {
  /** What there is to change; absent: a new one. */
  client?: ListedClient;
  /** The handle of who answers for it. */
  owner: string;
  open: boolean;
  onClose: () => void;
  onCredentials: (credentials: Credentials) => void;
}

/** Registers an app, or changes one. What was typed stays until the server has taken it. */
export function ClientDialog({ client, owner, open, onClose, onCredentials }: Props) {
  const t = useTranslations('clients');
  const common = useTranslations('common');
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      size="lg"
      title={client ? t('editTitle', { name: isolate(client.name) }) : t('createTitle')}
      description={client && t('editText')}
      closeLabel={common('close')}
    >
      <Form client={client} owner={owner} onClose={onClose} onCredentials={onCredentials} />
      <StepUpOutlet />
    </Dialog>
  );
}

const schema = (): Promise<typeof ClientForm> =>
  import('@/server/oauth/client-inputs').then((inputs) => inputs.ClientForm);

function Form({
  client,
  owner,
  onClose,
  onCredentials,
}: Omit<Props, 'open' | 'client'> & { client: Props['client'] }) {
  const t = useTranslations('clients');
  const common = useTranslations('common');
  const router = useRouter();
  const confirmed = useConfirmed();
  const idOf = useClientId();
  const form = useSmallForm({
    schema,
    send: async ({ type, ...values }) => {
      const { name } = values;
      if (client) {
        const changes = { clientId: client.id, ...changesOf(values, { ...client, owner }) };
        await confirmed(() => trpc.apps.clients.update.mutate(changes));
        onClose();
        void showToast({ text: t('saved', { name: isolate(name) }), tone: 'success' });
      } else {
        const wish = { ...values, type };
        const clientId = idOf(wish);
        const made = await confirmed(() => trpc.apps.clients.create.mutate({ ...wish, clientId }));
        onCredentials({ name, ...made, type, came: made.before ? 'before' : 'new' });
      }
      router.refresh();
    },
    fields: { OWNER_UNKNOWN: 'owner' },
  });
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-5">
      <ClientFields client={client} owner={owner} error={form.error} />
      <RefusalNote refusal={form.refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" variant="primary" loading={form.sending}>
          {t(client ? 'save' : 'register')}
        </Button>
      </div>
    </form>
  );
}

/** The id of a new app: the same for the same wish, whose answer was lost; another one for what was changed since. */
function useClientId() {
  const last = useRef<{ wish: string; id: string }>(undefined);
  return (values: object) => {
    const wish = JSON.stringify(values);
    if (last.current?.wish !== wish) last.current = { wish, id: uuid() };
    return last.current.id;
  };
}

/** Only what is not as it was. */
function changesOf(values: ClientValues, before: ClientValues): Partial<ClientValues> {
  const same = (field: keyof ClientValues) => JSON.stringify(values[field]) === JSON.stringify(before[field]);
  const { name, description, website, redirectUris, scopes, deviceFlow, owner } = values;
  return {
    ...(!same('name') && { name }),
    ...(!same('description') && { description }),
    ...(!same('website') && { website }),
    ...(!same('redirectUris') && { redirectUris }),
    ...(!same('scopes') && { scopes }),
    ...(!same('deviceFlow') && { deviceFlow }),
    ...(!same('owner') && { owner }),
  };
}
