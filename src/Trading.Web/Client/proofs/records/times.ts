// Times in records: UTC with exactly three digits of milliseconds.

/** The time as text. */
export function timeText(time: Date): string {
  return time.toISOString();
}

/** Whether the text is exactly what {@link timeText} gives for years 0000 to 9999. */
export function isTime(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(at) && new Date(at).toISOString() === text;
}
