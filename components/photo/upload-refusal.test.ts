import { UploadThingError } from 'uploadthing/server';
import { expect, test } from 'vitest';
import { uploadRefusalOf } from './upload-refusal';

test.each([
  'PHOTO_NOT_AN_IMAGE',
  'PHOTO_FORMAT',
  'PHOTO_TOO_LARGE',
  'PHOTO_TOO_MANY_PIXELS',
  'UPLOAD_EXPIRED',
  'STORAGE_FULL',
  'RATE_LIMITED',
  'SIGNED_OUT',
] as const)('%s of the server is told as that', (reason) => {
  expect(uploadRefusalOf(new UploadThingError({ code: 'UPLOAD_FAILED', message: reason }))).toEqual({
    reason,
  });
});

test('a reason is told also where it comes with a status of failure', () => {
  const answered = { message: 'PHOTO_TOO_SLOW' };
  const error = { code: 'UPLOAD_FAILED', message: 'XHR failed 400 Bad Request', data: answered } as const;
  expect(uploadRefusalOf(new UploadThingError(error))).toEqual({ reason: 'PHOTO_TOO_SLOW' });
});

test.each([
  [
    'the first request had no answer',
    { code: 'INTERNAL_CLIENT_ERROR' as const, message: 'Failed to report' },
  ],
  ['the file had no answer', { code: 'UPLOAD_FAILED' as const }],
])('%s: there is no network', (_, error) => {
  expect(uploadRefusalOf(new UploadThingError(error))).toEqual({ reason: 'OFFLINE' });
});

test.each([
  new UploadThingError({ code: 'UPLOAD_FAILED', message: 'XHR failed 502 Bad Gateway' }),
  new UploadThingError({ code: 'UPLOAD_FAILED', message: 'XHR failed 502', data: { message: 'toString' } }),
  new UploadThingError({ code: 'INTERNAL_SERVER_ERROR', message: 'toString' }),
  new Error('something else'),
  'nothing like an error',
])('%s is a failure of ours', (error) => {
  expect(uploadRefusalOf(error)).toEqual({ reason: 'INTERNAL' });
});
