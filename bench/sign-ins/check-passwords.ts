import { verify } from '@node-rs/argon2';
import { PASSWORD } from '@/bench/people';
import { AT_ONCE, hashPassword } from '@/server/auth/passwords';

/** How many passwords a second argon2id checks with the app's parameters, as many at once as the app does. */
export async function checkPasswords(seconds: number): Promise<number> {
  const hash = await hashPassword(PASSWORD);
  const begun = performance.now();
  let checked = 0;
  const check = async () => {
    while (performance.now() - begun < seconds * 1000) {
      await verify(hash, PASSWORD);
      checked++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, check));
  return checked / ((performance.now() - begun) / 1000);
}
