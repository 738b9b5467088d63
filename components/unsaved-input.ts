/** Kinds of fields that hold what somebody has written, and would have to write again. */
const WRITTEN = new Set(['text', 'email', 'url', 'tel', 'number', 'textarea']);

/**
 * Whether somebody has put something into this page that is not saved and would be lost with it. Fields that know better
 * than their element stand within `data-unsaved`. Passwords and codes do not count: they are soon typed again, and kept for
 * nobody.
 */
export function hasUnsavedInput(page: ParentNode = document): boolean {
  if (page.querySelector('[data-unsaved="true"]')) return true;
  return [...page.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].some(
    isWritten,
  );
}

function isWritten(field: HTMLInputElement | HTMLTextAreaElement) {
  if (!WRITTEN.has(field.type) || field.readOnly || field.disabled) return false;
  if (/password|one-time-code/.test(field.autocomplete)) return false;
  if (field.closest('[data-unsaved], [data-secret], [role="search"], [cmdk-root]')) return false;
  return field.value !== field.defaultValue;
}
