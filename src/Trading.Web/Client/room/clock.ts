// The centre's clock as seen from here: the offset is measured, never assumed, and shown.

export interface Drift {
  /** Milliseconds to add to this machine's clock. */
  readonly offset: number;
  /** The measurement is right to plus or minus so many milliseconds. */
  readonly within: number;
}

const jump_ms = 1500;
const samples_max = 8;

export class ServerClock {
  private samples: Drift[] = [];

  public constructor(firstServerTime: number) {
    this.samples.push({ offset: firstServerTime - Date.now(), within: jump_ms });
  }

  /** The best of the last samples: the one with the shortest way there and back. */
  public get drift(): Drift {
    return this.samples.reduce((best, sample) => (sample.within < best.within ? sample : best));
  }

  public now(): number {
    return Date.now() + this.drift.offset;
  }

  /** Asks the server for its time; half of the way there and back is the uncertainty. */
  public async measure(ask: () => Promise<number>): Promise<void> {
    const sent = performance.now();
    const server = await ask();
    const way = performance.now() - sent;
    this.take({ offset: server + way / 2 - Date.now(), within: way / 2 });
  }

  /** A frame also tells the time, less exactly; a clock that jumped is believed at once. */
  public hear(serverTime: number): void {
    const offset = serverTime - Date.now();
    if (Math.abs(offset - this.drift.offset) > jump_ms) {
      this.samples = [{ offset, within: jump_ms }];
    }
  }

  private take(sample: Drift): void {
    const jumped = Math.abs(sample.offset - this.drift.offset) > jump_ms + sample.within;
    this.samples = jumped ? [sample] : [...this.samples.slice(1 - samples_max), sample];
  }
}

const beijing = 8 * 3600 * 1000;

/** 2026-11-20 09:30:00 in Beijing time. */
export function second(at: number): string {
  return new Date(at + beijing).toISOString().slice(0, 19).replace('T', ' ');
}

/** 2026-11-20 09:30:00.123 in Beijing time. */
export function millisecond(at: number): string {
  return new Date(at + beijing).toISOString().slice(0, 23).replace('T', ' ');
}

/** Time of day in Beijing. */
export function timeOfDay(at: number): string {
  return second(at).slice(11);
}

/** 1 天 02:03:04, 02:03:04 or 03:04; 00:00 when it is over. */
export function countdown(left: number, day: string): string {
  const total = Math.max(0, Math.ceil(left / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(total / 86400);
  const hours = Math.floor((total % 86400) / 3600);
  const short = `${two(Math.floor((total % 3600) / 60))}:${two(total % 60)}`;
  const long = days + hours > 0 ? `${two(hours)}:${short}` : short;
  return days > 0 ? `${days} ${day} ${long}` : long;
}
