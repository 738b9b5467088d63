import { z } from 'zod';
import { isScope } from './catalog';

const Scopes = z.array(z.string().refine(isScope, 'notUnderstood')).max(50);

/** What follows the question mark of /oauth/authorize, as it came: what is wrong with it is told to the app, or to the person. */
export const AuthorizationInput = z.strictObject({ search: z.string().max(8000, 'tooLong') });

/** A person's yes to it. */
export const AuthorizationAnswer = AuthorizationInput.extend({ scopes: Scopes.min(1, 'required') });

/** As it is typed, with or without its hyphen. */
export const UserCode = z.strictObject({ userCode: z.string().trim().min(1, 'required').max(40, 'tooLong') });

export const DeviceAnswer = UserCode.extend({ scopes: Scopes.min(1, 'required') });

export const ClientId = z.strictObject({ clientId: z.uuid() });
