import type { Refusal } from '@/components/refusal';
import { REASONS, type Reason } from '@/server/reasons';

/** Why an upload failed, from what UploadThing's client throws: it hands on the server's reason as the message. */
export function uploadRefusalOf(error: unknown): Refusal {
  const { message, code, answered } = partsOf(error);
  if (isReason(message)) return { reason: message };
  // Of a status that it takes for a failure it throws the status, and hands the answer on beside it.
  if (isReason(answered)) return { reason: answered };
  // Something answered, and it was no reason of ours.
  if (message.startsWith('XHR failed')) return { reason: 'INTERNAL' };
  // Its codes for "there was no answer": to the first request, and to the file itself.
  if (code === 'INTERNAL_CLIENT_ERROR' || code === 'UPLOAD_FAILED') return { reason: 'OFFLINE' };
  return { reason: 'INTERNAL' };
}

function partsOf(error: unknown) {
  if (!(error instanceof Error)) return { message: '', code: undefined, answered: undefined };
  const data: unknown = 'data' in error ? error.data : undefined;
  const answered = typeof data === 'object' && data && 'message' in data ? data.message : undefined;
  return { message: error.message, code: 'code' in error ? error.code : undefined, answered };
}

function isReason(text: unknown): text is Reason {
  return typeof text === 'string' && Object.hasOwn(REASONS, text);
}
