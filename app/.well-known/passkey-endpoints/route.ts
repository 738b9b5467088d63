import { requestContext } from '@/server/caller';

/** Where passkeys are made and managed (A Well-Known URL for Passkey Endpoints, W3C), for the managers of passkeys. */
export async function GET() {
  const { appUrl } = await requestContext();
  const passkeys = `${appUrl}/settings/security#passkeys`;
  return Response.json({ enroll: passkeys, manage: passkeys });
}
