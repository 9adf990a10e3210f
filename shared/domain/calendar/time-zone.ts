/** Whether a name is an IANA time zone that this system knows, e.g. `Asia/Shanghai`. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
