import { AUDIT_PATH } from '@/server/audit/inputs';
import { PEOPLE_PATH } from '@/server/moderation/people-inputs';
import { EVIDENCE_PATH } from '@/server/moderation/rules';
import { EXPORTS_PATH } from './handle-exports';
import { isForApps } from './handle-oauth';
import { PHOTOS_PATH } from './handle-photos';
import { TRPC_PATH } from './handle-trpc';
import { UNSUBSCRIBE_PATH } from './handle-unsubscribe';
import { methodsOfUpload } from './handle-uploads';

export type Route =
  | 'health'
  | 'static'
  | 'procedure'
  | 'app'
  | 'unsubscribe'
  | 'auth'
  | 'upload'
  | 'photo'
  | 'file'
  | 'page';

/** What a path is for, in one of a few words, whatever the path is. What is none of the others goes to a page, also where there is none. */
export function routeOf(path: string): Route {
  const begins = (...beginnings: string[]) => beginnings.some((beginning) => path.startsWith(beginning));
  if (begins('/api/health/')) return 'health';
  if (begins('/_next/static/') || path === '/sw.js') return 'static';
  if (begins(TRPC_PATH)) return 'procedure';
  if (isForApps(path)) return 'app';
  if (path === UNSUBSCRIBE_PATH) return 'unsubscribe';
  if (begins('/api/auth/')) return 'auth';
  if (methodsOfUpload(path)) return 'upload';
  if (begins(PHOTOS_PATH)) return 'photo';
  if (begins(EXPORTS_PATH, EVIDENCE_PATH) || path === PEOPLE_PATH || path === AUDIT_PATH) return 'file';
  return 'page';
}
