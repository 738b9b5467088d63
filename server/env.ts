import { isIP } from 'node:net';
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { StartError } from '@/db/start-error';
import { GRACE_DAYS } from './leaving/catalog';
import { readToken } from './uploads/token';

const choice = <const Name extends string>(...names: Name[]) =>
  z.enum(names, `must be one of ${names.join(', ')}`);
const whole = (least: number, most: number) => {
  const problem = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(problem).int(problem).min(least, problem).max(most, problem);
};
const port = whole(1, 65_535);
const url = (protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).optional(),
  APP_URL: url(['http:', 'https:']).optional(),
  /** Seconds in which it answers on after SIGTERM, so that a balancer turns to others first. */
  DRAIN_SECONDS: whole(0, 60).optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  /** Another role for migrations, so that the app's own owns no table. */
  DATABASE_MIGRATION_URL: url(['postgres:', 'postgresql:']).optional(),
  /** A standby of DATABASE_URL, from which lists are read while it keeps up. */
  DATABASE_REPLICA_URL: url(['postgres:', 'postgresql:']).optional(),
  /** The port of the embedded database; any free one unless set. */
  DATABASE_PORT: port.optional(),
  DATABASE_POOL: whole(2, 500).default(10),
  AUTH_SECRET: z
    .string()
    .min(32, 'must be at least 32 characters long: openssl rand -base64 48')
    // Or AUTH_SECRET_PREVIOUS could not name it when it is changed.
    .refine((secret) => !secret.includes(',') && secret === secret.trim(), {
      error: 'must be without commas, and without spaces around it: openssl rand -base64 48',
    })
    .optional(),
  /** Where metrics are told, apart from everything else; nowhere unless set. */
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  /** Where traces go, by the variables that OpenTelemetry has for it; nowhere unless one of these two is set. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http:', 'https:']).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url(['http:', 'https:']).optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: choice('http/protobuf', 'http/json').default('http/protobuf'),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: choice('http/protobuf', 'http/json').optional(),
  OTEL_SDK_DISABLED: choice('true', 'false').default('false'),
  OTEL_TRACES_EXPORTER: choice('otlp', 'none').default('otlp'),
  /** Earlier values of AUTH_SECRET, with commas between: what was encrypted with them can still be read. */
  AUTH_SECRET_PREVIOUS: z.string().default('').transform(entriesOf),
  /** The least length of a password that is the only factor: NIST SP 800-63B-4 section 3.1.1.2 says 15. */
  PASSWORD_MIN_ALONE: whole(12, 64).default(12),
  /** A service that speaks the range API of Have I Been Pwned, asked with five characters of a hash. */
  BREACH_SERVICE_URL: url(['http:', 'https:']).optional(),
  GITHUB_ID: z.string().min(1).optional(),
  GITHUB_SECRET: z.string().min(1).optional(),
  /** GitHub Enterprise Server, or anything that speaks the same. */
  GITHUB_URL: url(['http:', 'https:']).default('https://github.com'),
  GOOGLE_ID: z.string().min(1).optional(),
  GOOGLE_SECRET: z.string().min(1).optional(),
  /** Anything else that speaks OpenID Connect, in Google's place. */
  GOOGLE_ISSUER: url(['http:', 'https:']).default('https://accounts.google.com'),
  SMTP_URL: url(['smtp:', 'smtps:']).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]*$/, 'must be an e-mail address')
    .optional(),
  /** Where faults are reported, for /.well-known/security.txt. */
  SECURITY_CONTACT: z
    .string()
    .regex(/^(https:\/\/|mailto:)[\x21-\x7e]+$/, 'must be an address that begins with https:// or mailto:')
    .optional(),
  /** A file in MaxMind's format (.mmdb) that knows where addresses are. */
  GEOIP_DATABASE: z
    .string()
    .transform((file) => resolve(file))
    .optional(),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform(entriesOf)
    .refine(
      (entries) => entries.every(isNetwork),
      'must be addresses or networks (10.0.0.0/8), with commas between',
    ),
  /** The token of an app at UploadThing: photos lie in its cloud then, and not in DATA_DIR. */
  UPLOADTHING_TOKEN: z
    .string()
    .refine(
      (token) => readToken(token),
      'must be the token of an app at uploadthing.com, as its page shows it',
    )
    .optional(),
  /** Days in which a deletion can be taken back. */
  DELETION_GRACE_DAYS: whole(0, 30).default(GRACE_DAYS),
  /** By which push services know who sends (RFC 8292): npm run admin -- vapid-keys makes a pair. */
  VAPID_PUBLIC_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{87}$/, 'must be a key as npm run admin -- vapid-keys makes it')
    .optional(),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'must be a key as npm run admin -- vapid-keys makes it')
    .optional(),
  /** Hosts of push services beside those of the known browsers. */
  PUSH_SERVICES: z.string().default('').transform(entriesOf),
  WORKER: choice('on', 'off').default('on'),
  LOG_LEVEL: choice('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').optional(),
});

export type Environment = Omit<
  z.output<typeof schema>,
  'APP_URL' | 'HOST' | 'DRAIN_SECONDS' | 'AUTH_SECRET' | 'MAIL_FROM' | 'LOG_LEVEL'
> & {
  /** Where people reach the app, without a slash at its end; links in mails begin with it. */
  APP_URL: string;
  HOST: string;
  DRAIN_SECONDS: number;
  MAIL_FROM: string;
  LOG_LEVEL: string;
  /** Undefined in demo mode until one has been made under DATA_DIR. */
  AUTH_SECRET: string | undefined;
  /** Nothing configured: loopback only, demo people, mail into files. */
  demo: boolean;
};

/**
 * The configuration, read once at start.
 * @throws StartError with one list of everything that is wrong.
 */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  // An empty value in a compose file or unit means "not set".
  const set = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(set);
  const invalid = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
  const wrong = [
    ...invalid,
    ...missing(set),
    ...exposed(set),
    ...shared(set),
    ...replicaOfNothing(set),
    ...halfConfigured(set),
  ];
  if (!parsed.success || wrong.length) {
    throw new StartError(`The environment is not right:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
  }
  const { APP_URL, HOST, ...rest } = parsed.data;
  return {
    ...rest,
    DATA_DIR: resolve(rest.DATA_DIR),
    APP_URL: APP_URL ? new URL(APP_URL).origin : `http://localhost:${rest.PORT}`,
    HOST: HOST ?? (APP_URL ? '0.0.0.0' : '127.0.0.1'),
    // Nobody but this machine reaches a demo, so there is nobody to tell.
    DRAIN_SECONDS: rest.DRAIN_SECONDS ?? (APP_URL ? 5 : 0),
    LOG_LEVEL: rest.LOG_LEVEL ?? (APP_URL ? 'info' : 'warn'),
    MAIL_FROM: rest.MAIL_FROM ?? 'Foyer <foyer@localhost>',
    AUTH_SECRET: rest.AUTH_SECRET,
    demo: !APP_URL,
  };
}

/** Whether this is `npm run dev`: pages and server are built again as their sources change. */
export function isDevelopment() {
  return process.env.FOYER_DEV === '1';
}

/** next-auth 4 reads the address it is served at from the environment alone. */
export function tellNextAuth({ APP_URL }: Pick<Environment, 'APP_URL'>) {
  process.env.NEXTAUTH_URL = APP_URL;
}

/** What a real installation cannot do without. */
function missing(set: Record<string, unknown>) {
  if (!set.APP_URL) return [];
  return ['AUTH_SECRET', 'SMTP_URL', 'MAIL_FROM']
    .filter((name) => !set[name])
    .map((name) => `${name}: is needed when APP_URL is set`);
}

/** A demo, with its public passwords, is for this machine alone. */
function exposed({ APP_URL, ...set }: Record<string, string | undefined>) {
  if (APP_URL) return [];
  return ['HOST', 'METRICS_HOST']
    .filter((name) => !['127.0.0.1', '::1', 'localhost', undefined].includes(set[name]))
    .map((name) => `${name}: a demo listens on this machine only; set APP_URL for a real installation`);
}

/** What is told to whoever asks there is not for those who use the app. */
function shared({ PORT = '3000', METRICS_PORT }: Record<string, string | undefined>) {
  return Number(METRICS_PORT) === Number(PORT) ? ['METRICS_PORT: must be another port than PORT'] : [];
}

function replicaOfNothing({ DATABASE_URL, DATABASE_REPLICA_URL }: Record<string, string | undefined>) {
  if (DATABASE_REPLICA_URL === undefined) return [];
  if (DATABASE_URL === undefined) return ['DATABASE_URL: is needed when DATABASE_REPLICA_URL is set'];
  return DATABASE_REPLICA_URL === DATABASE_URL
    ? ['DATABASE_REPLICA_URL: must be another address than DATABASE_URL']
    : [];
}

function entriesOf(list: string) {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

/** A provider takes both of its values or none, and so do pushes. */
function halfConfigured(set: Record<string, unknown>) {
  return [
    ['GITHUB_ID', 'GITHUB_SECRET'],
    ['GOOGLE_ID', 'GOOGLE_SECRET'],
    ['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY'],
  ].flatMap(([id = '', secret = '']) => {
    if (Boolean(set[id]) === Boolean(set[secret])) return [];
    return [`${set[id] ? secret : id}: is needed when ${set[id] ? id : secret} is set`];
  });
}

function isNetwork(entry: string) {
  return entry.includes('/') ? ipaddr.isValidCIDR(entry) : isIP(entry) > 0;
}
