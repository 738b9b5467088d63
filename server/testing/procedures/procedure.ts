import type { AuditKind } from '@/server/audit/catalog';
import { cookieNames } from '@/server/http/cookies';
import type { Permission } from '@/server/roles/permissions';
import type { Caller } from '@/server/router';
import type { Actor, Visit } from '@/server/testing/callers';
import type { Given } from '@/server/testing/factories';

/** A call that works. */
export interface Example {
  /** Null: as a visitor. */
  actor: (Actor & { id: string; email: string }) | null;
  /** What its browser holds beside the session. */
  cookies?: Record<string, string>;
  /** What is sent beside cookies: the token of a service. */
  headers?: Record<string, string>;
  /** How the process is set up, where that matters. */
  services?: Visit['services'];
  /** Whom it is about when nobody is signed in. */
  about?: { id: string; email: string };
  call(api: Caller): Promise<unknown>;
}

/** Who may call a procedure, what it costs, what it leaves behind, and a call that works. */
export interface Procedure {
  /** `confirmed`: signed in, and proven again within five minutes. `service`: an app in its own name, and no person. */
  who: 'anyone' | 'signed in' | 'confirmed' | 'service' | Permission;
  /** Besides a permission: proven again within five minutes. */
  confirmed?: true;
  /** How many statements one call takes, the look-up of the session included. */
  statements: number;
  /** It is a list that a replica may answer, where there is one; docs/deployment.md names them. */
  fromReplica?: true;
  /** What one call leaves in the audit trail. */
  audit: AuditKind[];
  example(given: Given): Promise<Example>;
  /** Calls that go another way and cost otherwise, by what they are about: each with a budget of its own. */
  also?: Record<string, Pick<Procedure, 'statements' | 'example'>>;
}

export const { attempt: ATTEMPT, signUp: SIGN_UP, device: DEVICE } = cookieNames({ secure: false });
