'use client';

import { type ComponentType, useEffect, useState } from 'react';
import { takeSignInMethod } from './signed-in-with';

type Offer = ComponentType<{ onEnd: () => void }>;

/** After a sign-in with a password, offers a passkey where the browser can make one; its code comes only then. */
export function PasskeyOffer() {
  const [Banner, setBanner] = useState<Offer>();
  useEffect(() => {
    if (takeSignInMethod() !== 'password') return;
    import('./passkey-offer-banner').then(
      (module) => setBanner(() => module.PasskeyOfferBanner),
      () => undefined,
    );
  }, []);
  return Banner && <Banner onEnd={() => setBanner(undefined)} />;
}
