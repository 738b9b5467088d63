import { z } from 'zod';
import { RefusalError } from '@/components/refusal';
import { askNextAuth } from './complete-sign-in';
import type { AccessAction } from './use-access-form';

const Answer = z.object({ url: z.url({ protocol: /^https?$/ }) });

/** Leaves for a provider, whose answer leads to the second step. By script, since a form may lead to no other site. */
export function providerAction({ provider, next }: { provider: string; next: string }): AccessAction {
  return {
    schema: z.strictObject({}),
    async send() {
      const answer = await askNextAuth(`signin/${provider}`, { callbackUrl: next });
      if (!answer.ok) throw new RefusalError({ reason: answer.status === 503 ? 'UNAVAILABLE' : 'INTERNAL' });
      location.assign(Answer.parse(await answer.json()).url);
    },
  };
}
