import { useFormatter, useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import type { ListedEvent } from '@/server/security/queries';
import { METHODS } from './methods';
import { useDeviceWords } from './use-device-words';

/**
 * What happened, in a sentence. Every kind of server/security/catalog.ts has one: a kind without does not compile. What
 * its details do not tell is left out.
 */
export function useEventWords() {
  const t = useTranslations('securityLog');
  const format = useFormatter();
  const deviceWords = useDeviceWords();
  return ({ kind, details }: Pick<ListedEvent, 'kind' | 'details'>) => {
    const named = String(details.methods ?? details.method ?? details.factor ?? '').split(' ');
    const methods = METHODS.filter((method) => named.includes(method)).map((method) =>
      t(`methods.${method}`),
    );
    const how = methods.length ? format.list([...new Set(methods)]) : 'none';
    const name = typeof details.name === 'string' ? isolate(details.name) : 'none';
    const device = deviceWords({ browser: textOr(details.browser), system: textOr(details.system) });
    const known = details.browser || details.system ? device : 'none';
    return t(`kinds.${kind}`, { how, name, by: textOr(details.by) ?? 'none', device: known });
  };
}

function textOr(detail: unknown) {
  return typeof detail === 'string' ? detail : null;
}
