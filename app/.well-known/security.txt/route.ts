import { requestContext } from '@/server/caller';

/** Milliseconds that what is said here may be believed: RFC 9116 section 2.5.5 advises less than a year. */
const GOOD_FOR = 180 * 86_400_000;

/** Where faults are reported, as the operator set it (RFC 9116); without a word of theirs there is nothing. */
export async function GET() {
  const { appUrl, securityContact } = await requestContext();
  if (securityContact === undefined) return new Response(null, { status: 404 });
  const lines = [
    `Contact: ${securityContact}`,
    `Expires: ${new Date(Date.now() + GOOD_FOR).toISOString()}`,
    'Preferred-Languages: en, fr',
    `Canonical: ${appUrl}/.well-known/security.txt`,
  ];
  return new Response(`${lines.join('\n')}\n`, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
