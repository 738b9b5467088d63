import { ADDRESS, AGENT, each, LATER, NAMED, OWNED, oneIn } from './rows';

const SESSION = { idle_seconds: '86400', expires_at: LATER, aal: '1', amr: "'{}'", proven_aal: '1' };
const SEEN = {
  auth_time: 'at',
  proven_at: 'at',
  last_seen_at: "now() - n % 72000 * interval '1 second'",
  ip: ADDRESS,
  user_agent: AGENT,
};
const client = (step: string) =>
  `(select id from oauth_clients where name = 'App 1-' || (n + ${step}) % 100 + 1)`;

/** How people sign in, where they are signed in and were, and the apps that act for them. */
export function signInRows(): string[] {
  return [
    each('passwords', { user_id: 'id', hash: `'none'`, changed_at: 'at' }),
    each(
      'sessions',
      { ...OWNED, token_hash: NAMED, created_at: 'at', ...SESSION, ...SEEN, marks: "'[]'" },
      { count: 5 },
    ),
    each(
      'security_events',
      {
        ...OWNED,
        at: 'at',
        kind: "(array['signIn.succeeded', 'signIn.failed', 'session.ended'])[1 + (n + k) % 3]",
        ip: ADDRESS,
      },
      { count: 5 },
    ),
    each('known_browsers', {
      user_id: 'id',
      browser_hash: NAMED,
      first_seen_at: 'at',
      last_seen_at: 'now()',
    }),
    each(
      'audit_entries',
      {
        id: 'row_id',
        at: 'at',
        kind: "(array['profile.updated', 'privacy.changed', 'session.ended'])[1 + (n + k) % 3]",
        actor_id: 'id',
        subject_id: 'id',
        ip: ADDRESS,
        request_id: NAMED,
      },
      { count: 3 },
    ),
    `insert into audit_seals (seq, entry_id, digest, link, sealed_at)
      select row_number() over (order by id), id, '', '', at from audit_entries`,
    each(
      'login_attempts',
      { ...OWNED, cookie_hash: NAMED, email: "'person-1-' || n", expires_at: LATER },
      oneIn(10),
    ),
    each(
      'sign_ups',
      {
        id: 'row_id',
        email: "'new-' || n",
        display_name: "'New'",
        locale: "'en'",
        cookie_hash: NAMED,
        expires_at: LATER,
      },
      oneIn(50),
    ),
    each(
      'passkeys',
      {
        ...OWNED,
        credential_id: NAMED,
        public_key: "''",
        counter: '0',
        aaguid: "''",
        name: "''",
        backup_eligible: 'true',
        backed_up: 'true',
        created_at: 'at',
      },
      oneIn(3),
    ),
    each(
      'totp_authenticators',
      { ...OWNED, name: "''", secret: "''", created_at: 'at', confirmed_at: 'at' },
      oneIn(5),
    ),
    each(
      'recovery_codes',
      { user_id: 'id', hash: NAMED, salt: "''", created_at: 'at', saved_at: 'at' },
      { count: 10, ...oneIn(5) },
    ),
    each('trusted_devices', {
      ...OWNED,
      token_hash: NAMED,
      created_at: 'at',
      last_used_at: 'at',
      expires_at: LATER,
    }),
    each(
      'connections',
      { provider: "'github'", account_id: NAMED, user_id: 'id', label: "''", created_at: 'at' },
      oneIn(3),
    ),
    each(
      'password_resets',
      { ...OWNED, email: "'person-1-' || n", locale: "'en'", created_at: 'at', expires_at: LATER },
      oneIn(20),
    ),
    each(
      'email_changes',
      { ...OWNED, old_email: "'old-' || n", new_email: "'later-' || n", created_at: 'at', expires_at: LATER },
      oneIn(20),
    ),
    each(
      'oauth_consents',
      { user_id: 'id', client_id: client('k'), scopes: "'[]'", created_at: 'at', updated_at: 'at' },
      { count: 2 },
    ),
    each(
      'app_sessions',
      {
        ...OWNED,
        client_id: client('k'),
        scopes: "'[]'",
        created_at: 'at',
        expires_at: LATER,
        refreshed_at: 'at',
        refresh_hash: NAMED,
        seed: "''",
        last_seen_at: 'at',
        auth_time: 'at',
      },
      { count: 2 },
    ),
    each(
      'authorization_codes',
      {
        code_hash: NAMED,
        client_id: client('n / 100'),
        user_id: 'id',
        scopes: "'[]'",
        redirect_uri: "''",
        code_challenge: "''",
        auth_time: 'at',
        created_at: 'at',
        expires_at: LATER,
      },
      oneIn(100),
    ),
    each(
      'device_codes',
      {
        id: 'row_id',
        device_code_hash: NAMED,
        user_code: NAMED,
        client_id: client('n / 100'),
        scopes: "'[]'",
        created_at: 'at',
        expires_at: LATER,
        interval: '5',
      },
      oneIn(100),
    ),
    each(
      'client_tokens',
      { id: 'row_id', client_id: client('n / 100'), created_at: 'at', expires_at: LATER },
      oneIn(100),
    ),
    each(
      'webauthn_challenges',
      { challenge: NAMED, ceremony: "'signIn'", bound_to: 'id', expires_at: LATER },
      oneIn(50),
    ),
  ];
}
