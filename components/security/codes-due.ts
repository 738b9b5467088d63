let due = false;
let make: (() => void) | undefined;

/**
 * Has recovery codes made by whoever shows them; on another page, once that one is there. In memory, so that no link from
 * anywhere can have codes made.
 */
export function askForCodes() {
  if (make) make();
  else due = true;
}

/** From now on `makeCodes` is asked, until the function that comes back is called; at once, when it was asked before. */
export function onCodesAsked(makeCodes: () => void) {
  make = makeCodes;
  if (due) makeCodes();
  due = false;
  return () => {
    if (make === makeCodes) make = undefined;
  };
}
