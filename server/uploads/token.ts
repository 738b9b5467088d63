import { hkdfSync } from 'node:crypto';
import { z } from 'zod';

const Token = z.object({
  apiKey: z.string().startsWith('sk_'),
  appId: z.string().min(1),
  regions: z.array(z.string().min(1)).min(1),
  ingestHost: z.string().min(1).default('ingest.uploadthing.com'),
});
export type UploadToken = z.output<typeof Token>;

/** What a token of UploadThing says (base64 of JSON), or undefined when it is none: its SDK would find out at the first upload. */
export function readToken(token: string): UploadToken | undefined {
  try {
    return Token.safeParse(JSON.parse(Buffer.from(token, 'base64').toString('utf8'))).data;
  } catch {
    // No JSON: no token.
    return undefined;
  }
}

/** Where browsers send files with a token, for the policy of a page; nowhere else without one. */
export function ingestOrigins(token: string | undefined): string[] {
  const said = token === undefined ? undefined : readToken(token);
  return said ? said.regions.map((region) => `https://${region}.${said.ingestHost}`) : [];
}

/** Where the SDK believes that files go when they stay here. Nothing is ever sent there: the name cannot exist (RFC 6761). */
export const HERE = 'http://uploads.invalid';

/** The token for uploads that stay here. Its key is made of the secret of the installation, and known to nobody else. */
export function localToken(secret: string): { token: string; apiKey: string } {
  // A key of its own for each use of the secret (HKDF, RFC 5869).
  const apiKey = `sk_live_${Buffer.from(hkdfSync('sha256', secret, '', 'foyer uploads', 32)).toString('hex')}`;
  const said: UploadToken = { apiKey, appId: 'foyer', regions: ['here'], ingestHost: 'uploads.invalid' };
  return { apiKey, token: Buffer.from(JSON.stringify(said)).toString('base64') };
}
