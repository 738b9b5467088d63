import { z } from 'zod';
import { isScope } from './catalog';

const Scopes = z.array(z.string().refine(isScope, 'notUnderstood')).max(50);

/** What follows the question mark of /oauth/authorize, as it came: what is wrong with it is told to the app, or to the person. */
export const AuthorizationInput = z.strictObject({ search: z.string().max(8000, 'tooLong') });

/** A person's yes to it. `shownTo`: whom the question was shown to; by now somebody else may be signed in here. */
export const AuthorizationAnswer = AuthorizationInput.extend({
  scopes: Scopes.min(1, 'required'),
  shownTo: z.uuid(),
});

/** As it is typed, with or without its hyphen. */
export const UserCode = z.strictObject({ userCode: z.string().trim().min(1, 'required').max(40, 'tooLong') });

/** The same of a device. */
export const DeviceAnswer = UserCode.extend({ scopes: Scopes.min(1, 'required'), shownTo: z.uuid() });

export const ClientId = z.strictObject({ clientId: z.uuid() });
