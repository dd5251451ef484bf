// Makes the opening room live. Without it the same page works by refresh.
import { Board, word, type Words } from './room/board';
import { countdown, second, ServerClock } from './room/clock';
import type { Frame, View } from './room/frames';
import { RoomStream, type LinkState } from './room/stream';

const measure_every_ms = 10_000;
const other_clock_ms = 3_600_000;
const announce_at_s = [600, 300, 60, 10];

function start(root: HTMLElement): void {
  const words = JSON.parse(root.dataset['words'] ?? '{}') as Words;
  const board = new Board(root, words, document.documentElement.lang === 'en');
  const clock = new ServerClock(Date.parse(root.dataset['serverTime'] ?? ''));
  const link = root.querySelector<HTMLElement>('[data-link]');
  const live = root.querySelector<HTMLElement>('[data-announce]');
  let version = Number(root.dataset['version'] ?? 0);
  let view: View | null = null;
  let deadline = Date.parse(root.dataset['deadline'] ?? '');
  let announced = Number.POSITIVE_INFINITY;

  const set = (name: string, text: string): void => {
    for (const place of root.querySelectorAll(`[data-live="${name}"]`)) {
      if (place.textContent !== text) {
        place.textContent = text;
      }
    }
  };

  const announce = (text: string): void => {
    if (live !== null) {
      live.textContent = text;
    }
  };

  const onFrame = (frame: Frame): void => {
    clock.hear(Date.parse(frame.server_time));
    set('watchers', String(frame.watchers));
    if (!frame.view) {
      return;
    }

    const before = view === null ? null : Board.phase(view);
    view = frame.view;
    version = frame.version;
    root.dataset['version'] = String(version);
    board.draw(view);
    const phase = Board.phase(view);
    const ends = phase === 'sign_in' ? view.schedule?.opening : phase === 'bidder_release' ? view.lot.opening?.window_ends : null;
    deadline = Date.parse(ends ?? '');
    if (before !== null && before !== phase) {
      announced = Number.POSITIVE_INFINITY;
      announce(word(words, `phase:${phase}`));
    }
  };

  const onState = (state: LinkState, waiting_ms: number): void => {
    if (link !== null && link.dataset['state'] !== state) {
      link.dataset['state'] = state;
    }

    const seconds = waiting_ms >= 1000 ? ` (${Math.ceil(waiting_ms / 1000)} s)` : '';
    set('link', word(words, `link:${state}`) + seconds);
  };

  const tick = (): void => {
    const now = clock.now();
    set('clock', second(now));
    const left = deadline - now;
    const text = Number.isNaN(left) ? '' : countdown(left, word(words, 'day'));
    for (const place of root.querySelectorAll<HTMLElement>('[data-left]')) {
      const shown = place.closest('[data-phase]')?.classList.contains('now') === true ? text : '';
      if (place.textContent !== shown) {
        place.textContent = shown;
      }
    }

    const next = announce_at_s.find((at) => left > 0 && left <= at * 1000 && at < announced && left > at * 1000 - 2000);
    if (next !== undefined) {
      announced = next;
      announce(`${word(words, 'left')} ${text}`);
    }
  };

  const showDrift = (): void => {
    const { offset, within } = clock.drift;
    const seconds = (value: number): string => `${(Math.abs(value) / 1000).toFixed(1)} s`;
    const side = Math.abs(offset) < 100 ? 'drift:none' : Math.abs(offset) > other_clock_ms ? 'drift:other' : offset > 0 ? 'drift:behind' : 'drift:ahead';
    set('drift', word(words, side).replace('{0}', seconds(offset)).replace('{1}', `±${(within / 1000).toFixed(2)} s`));
  };

  const stream = new RoomStream(
    root.dataset['hub'] ?? '',
    root.dataset['tender'] ?? '',
    root.dataset['lot'] ?? '',
    { version: () => (view === null ? 0 : version), frame: onFrame, state: onState },
  );

  const measure = async (): Promise<void> => {
    try {
      await clock.measure(() => stream.time());
      showDrift();
    } catch {
      // Not connected: the last measurement stands, and the page says that the connection is lost.
    }
  };

  void stream.run();
  window.setInterval(tick, 250);
  window.setInterval(() => void measure(), measure_every_ms);
  window.setTimeout(() => void measure(), 1000);
  tick();
}

const room = document.getElementById('room');
if (room !== null) {
  start(room);
}
