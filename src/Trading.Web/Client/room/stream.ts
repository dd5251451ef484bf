// The stream of frames: asks for what is newer than the version it has, and again after every loss, ever more slowly.
import { HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';
import type { Frame } from './frames';

export type LinkState = 'connecting' | 'live' | 'retrying';

export interface Watcher {
  /** The version already shown. */
  version(): number;
  frame(frame: Frame): void;
  state(state: LinkState, waiting_ms: number): void;
}

const first_wait_ms = 500;
const longest_wait_ms = 15_000;
const silence_ms = 20_000;

export class RoomStream {
  private connection: HubConnection | null = null;

  public constructor(
    private readonly hub: string,
    private readonly tender: string,
    private readonly lot: string,
    private readonly watcher: Watcher,
  ) {}

  /** Watches for as long as the page lives. */
  public async run(): Promise<never> {
    let wait = first_wait_ms;
    for (;;) {
      this.watcher.state(wait === first_wait_ms ? 'connecting' : 'retrying', 0);
      try {
        await this.watch(() => {
          wait = first_wait_ms;
        });
      } catch {
        // Whatever broke it, the answer is the same: ask again from the version we have.
      }

      // Spread, so that a room full of people does not come back in the same instant.
      const pause = wait * (0.5 + Math.random());
      wait = Math.min(wait * 2, longest_wait_ms);
      this.watcher.state('retrying', pause);
      await new Promise((resume) => window.setTimeout(resume, pause));
    }
  }

  /** The server's clock; fails while there is no connection. */
  public async time(): Promise<number> {
    if (this.connection === null) {
      throw new Error('not connected');
    }

    return this.connection.invoke<number>('Time');
  }

  private async watch(alive: () => void): Promise<void> {
    const connection = new HubConnectionBuilder().withUrl(this.hub).configureLogging(LogLevel.None).build();
    try {
      await connection.start();
      this.connection = connection;
      await this.follow(connection, alive);
    } finally {
      this.connection = null;
      await connection.stop().catch(() => undefined);
    }
  }

  private follow(connection: HubConnection, alive: () => void): Promise<void> {
    return new Promise((done, fail) => {
      let silence = window.setTimeout(fail, silence_ms);
      connection.onclose(() => {
        window.clearTimeout(silence);
        fail(new Error('closed'));
      });
      connection.stream<Frame>('Watch', this.tender, this.lot, this.watcher.version()).subscribe({
        next: (frame) => {
          window.clearTimeout(silence);
          silence = window.setTimeout(fail, silence_ms);
          alive();
          this.watcher.state('live', 0);
          this.watcher.frame(frame);
        },
        complete: done,
        error: fail,
      });
    });
  }
}
