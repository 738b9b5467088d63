import { z } from 'zod';
import { WebsiteField } from '@/server/profile/inputs';
import { isStorable, line, paragraphs, problem } from '@/server/text/inputs';
import { isPersonScope, isScope, isServiceScope, SCOPE_NAMES } from './catalog';
import { isRedirectAddress, REDIRECT_URIS_MAX } from './redirect-uris';

/** The addresses that an app may be answered at; the first that is none is the one to mend. */
const RedirectUris = z
  .array(z.string())
  .max(REDIRECT_URIS_MAX, problem('tooManyRedirectAddresses'))
  .transform((addresses) => [...new Set(addresses)])
  .refine((addresses) => addresses.every(isRedirectAddress), problem('notARedirectAddress'));

/** In the order of the catalogue, each once. */
const ClientScopes = z
  .array(z.string().refine(isScope, problem('notUnderstood')))
  .min(1, problem('scopeMissing'))
  .max(100)
  .transform((scopes) => SCOPE_NAMES.filter((name) => scopes.includes(name)));

/** What an administrator says of an app, and may change later. */
const ClientFields = z.strictObject({
  name: line({ min: 1, max: 80 }),
  description: paragraphs({ max: 500 }),
  website: WebsiteField,
  redirectUris: RedirectUris,
  scopes: ClientScopes,
  deviceFlow: z.boolean(),
  /** The address or handle of the person who answers for it; empty for nobody. */
  owner: z
    .string()
    .max(320, problem('tooLong'))
    .refine(isStorable, problem('forbiddenCharacters'))
    .transform((text) => text.normalize('NFKC').trim().replace(/^@/, '').toLowerCase()),
});
export type ClientValues = z.output<typeof ClientFields>;

/** RFC 6749 section 2.1: whether it can keep a secret is what it is, and does not change. */
const ClientType = z.enum(['public', 'confidential'], problem('required'));

/** `clientId` is chosen by who registers it: sent twice, it is one app (RFC 9562 section 5.7). */
export const CreateClientInput = ClientFields.extend({
  type: ClientType,
  clientId: z.uuidv7().toLowerCase(),
})
  .superRefine(needsAWayIn)
  .superRefine(needsASecret);

/** Only what changed is sent, so that two tabs do not undo each other. */
export const UpdateClientInput = ClientFields.extend({ enabled: z.boolean() })
  .partial()
  .extend({ clientId: z.uuid() });
export type ClientChanges = Omit<z.output<typeof UpdateClientInput>, 'clientId'>;

/** The last of a page: what follows it is the next one. */
export const ListClientsInput = z.strictObject({
  cursor: z.strictObject({ name: z.string().max(1000).refine(isStorable), id: z.uuid() }).optional(),
});

/** The same as a form has it: an address on each line, scopes with a space between, a box that is ticked or absent. */
export const ClientForm = z
  .object({
    ...ClientFields.shape,
    redirectUris: z
      .string()
      .max(20_000, problem('tooLong'))
      .transform((text) => text.split(/\s+/).filter(Boolean))
      .pipe(RedirectUris),
    scopes: z
      .string()
      .transform((text) => text.split(' ').filter(Boolean))
      .pipe(ClientScopes),
    deviceFlow: z
      .literal('on')
      .optional()
      .transform((ticked) => ticked === 'on'),
    type: ClientType,
  })
  .superRefine(needsAWayIn)
  .superRefine(needsASecret);

/** An app that asks people is let in by a page that leads back to it, or by a code for another device. */
function needsAWayIn(
  client: Pick<ClientValues, 'redirectUris' | 'deviceFlow' | 'scopes'>,
  context: z.RefinementCtx<unknown>,
) {
  if (client.redirectUris.length || client.deviceFlow || !client.scopes.some(isPersonScope)) return;
  context.addIssue({ code: 'custom', path: ['redirectUris'], message: 'redirectAddressMissing' });
}

/** What an app does in its own name it proves by its secret. */
function needsASecret(
  client: Pick<ClientValues, 'scopes'> & { type: z.output<typeof ClientType> },
  context: z.RefinementCtx<unknown>,
) {
  if (client.type === 'confidential' || !client.scopes.some(isServiceScope)) return;
  context.addIssue({ code: 'custom', path: ['scopes'], message: 'secretNeeded' });
}
