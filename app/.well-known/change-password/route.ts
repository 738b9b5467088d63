/**
 * Where one changes a password (A Well-Known URL for Changing Passwords, W3C): password managers send people here. Who
 * is not signed in comes by the sign-in, and the part behind # comes along.
 */
export function GET() {
  return new Response(null, { status: 302, headers: { Location: '/settings/security#password' } });
}
