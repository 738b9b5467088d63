import { afterEach, expect, test, vi } from 'vitest';
import { safeNext } from '@/server/http/rules';
import { asOwnDeparture } from './own-departure';
import { goToAccount, goToSignIn, signInAddress } from './session-over';

afterEach(() => {
  vi.unstubAllGlobals();
});

let showAgain: () => void = () => undefined;

/** A page at this address, with so many fields that hold something unsaved. */
function standAt(address: string, { unsaved = false } = {}) {
  const { pathname, search, hash } = new URL(address, 'http://localhost');
  const assign = vi.fn();
  vi.stubGlobal('addEventListener', (_: 'pageshow', call: () => void) => {
    showAgain = call;
  });
  vi.stubGlobal('location', { pathname, search, hash, assign });
  vi.stubGlobal('document', { querySelector: () => (unsaved ? {} : null), querySelectorAll: () => [] });
  return assign;
}

test('the way back is the whole address, and the sign-in page takes it', () => {
  const request = '/oauth/authorize?client_id=c&scope=profile.read%20security.read&state=a%26b';
  standAt(request);
  const { searchParams, pathname } = new URL(signInAddress('SESSION_ENDED'), 'http://localhost');
  expect(pathname).toBe('/sign-in');
  expect(safeNext(searchParams.get('next'))).toBe(request);
});

test('it says why, and only what is so', () => {
  const assign = standAt('/settings/security');
  goToSignIn('SESSION_ENDED');
  goToSignIn('SIGNED_OUT');
  expect(assign.mock.calls).toEqual([
    ['/sign-in?next=%2Fsettings%2Fsecurity&ended=1'],
    ['/sign-in?next=%2Fsettings%2Fsecurity'],
  ]);
});

test('nobody is taken away from what they have written', () => {
  const assign = standAt('/settings/profile', { unsaved: true });
  goToSignIn('SESSION_ENDED');
  expect(assign).not.toHaveBeenCalled();
});

test.each(['/sign-in?next=/', '/sign-up', '/second-step'])('nobody is sent there from %s', (address) => {
  const assign = standAt(address);
  goToSignIn('SIGNED_OUT');
  expect(assign).not.toHaveBeenCalled();
});

test('somebody whose account is not active is taken to what they can still do, unless they have written something', () => {
  const assign = standAt('/settings/profile');
  goToAccount();
  expect(assign.mock.calls).toEqual([['/account']]);
  const unsaved = standAt('/settings/profile', { unsaved: true });
  goToAccount();
  expect(unsaved).not.toHaveBeenCalled();
});

test('and not from there', () => {
  const assign = standAt('/account');
  goToAccount();
  expect(assign).not.toHaveBeenCalled();
});

test('whoever ends their own session is not told that somebody ended it', async () => {
  const assign = standAt('/settings/sessions');
  await expect(asOwnDeparture(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  goToSignIn('SESSION_ENDED');
  expect(assign).toHaveBeenCalledTimes(1);

  await asOwnDeparture(async () => goToSignIn('SESSION_ENDED'));
  goToSignIn('SIGNED_OUT');
  goToAccount();
  expect(assign).toHaveBeenCalledTimes(1);
  // Back by the browser's own way, on a page that was kept as it was.
  showAgain();
  goToSignIn('SESSION_ENDED');
  expect(assign).toHaveBeenCalledTimes(2);
});
