// Draws a view into the page's own templates: the server wrote the same rows, so nothing moves that did not change.
import { millisecond, timeOfDay } from './clock';
import type { CustodianLock, FeedEntry, Objection, Opening, Row, View } from './frames';

/** Words in the viewer's language, written into the page by the server. */
export type Words = Readonly<Record<string, string>>;

export function word(words: Words, name: string): string {
  return words[name] ?? name;
}

function template(id: string): HTMLTemplateElement {
  const found = document.getElementById(id);
  if (!(found instanceof HTMLTemplateElement)) {
    throw new Error(`The page has no template ${id}.`);
  }

  return found;
}

function clone(id: string): HTMLElement {
  const copy = template(id).content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) {
    throw new Error(`The template ${id} is empty.`);
  }

  return copy;
}

function fill(element: HTMLElement, name: string, text: string): void {
  for (const place of element.querySelectorAll(`[data-fill="${name}"]`)) {
    place.textContent = text;
  }
}

function show(element: HTMLElement, name: string, shown: boolean): void {
  for (const place of element.querySelectorAll<HTMLElement>(`[data-show="${name}"]`)) {
    place.hidden = !shown;
  }
}

/** 1234567 fen as 12,345.67. */
export function yuan(fen: number): string {
  const whole = Math.floor(fen / 100);
  return `${whole.toLocaleString('en-US')}.${String(fen % 100).padStart(2, '0')}`;
}

/** Brings a list to the wanted items, keyed, replacing only what differs. */
function list<T>(box: Element, items: readonly T[], key: (item: T) => string, draw: (item: T) => HTMLElement): void {
  const old = new Map<string, HTMLElement>();
  for (const child of box.querySelectorAll<HTMLElement>(':scope > [data-key]')) {
    old.set(child.dataset['key'] ?? '', child);
  }

  const wanted = items.map((item) => {
    const name = key(item);
    const print = JSON.stringify(item);
    const before = old.get(name);
    if (before?.dataset['print'] === print) {
      return before;
    }

    const element = draw(item);
    element.dataset['key'] = name;
    element.dataset['print'] = print;
    if (before?.dataset['print'] !== undefined) {
      element.classList.add('changed');
    }

    return element;
  });
  const now = [...box.children];
  if (now.length !== wanted.length || now.some((child, i) => child !== wanted[i])) {
    box.replaceChildren(...wanted);
  }
}

/** Which of the eight stages of the bar a lot is in; bidding past its deadline is told by the clock, not by the view. */
const stages: Readonly<Record<string, number>> = {
  registered: 0,
  closed: 3,
  failed: 3,
  bidder_release: 3,
  window_shutting: 3,
  custodian_release: 3,
  opened: 3,
  evaluating: 4,
  evaluated: 4,
  candidates_published: 5,
  awarded: 6,
  record_closed: 7,
};

export class Board {
  public constructor(
    private readonly root: HTMLElement,
    private readonly words: Words,
    private readonly english: boolean,
  ) {}

  public draw(view: View): void {
    const opening = view.lot.opening ?? null;
    this.drawPhases(view, opening);
    this.drawStages(view);
    show(this.root, 'waiting', opening === null);
    show(this.root, 'opening', opening !== null);
    if (opening === null) {
      return;
    }

    this.drawList('rows', opening.rows, (row) => row.bidder, (row) => this.row(view, row));
    this.drawList('locks', opening.locks, (lock) => String(lock.number), (lock) => this.lock(lock));
    this.drawList('objections', opening.objections, (item) => String(item.number), (item) => this.objection(view, item));
    const feed = [...opening.feed].reverse();
    this.drawList('feed', feed, (line) => `${line.at} ${line.chinese}`, (line) => this.line(line));
    show(this.root, 'objections', opening.objections.length > 0);
    fill(this.root, 'released', this.released(opening));
    fill(this.root, 'unlocked', String(opening.locks.filter((lock) => lock.released).length));
    this.drawDraw(opening);
    this.drawDigest('live_set', opening.live_set);
    this.drawDigest('session_key', opening.session_key);
  }

  /** The phase that runs now, in the order of the bar. */
  public static phase(view: View): string {
    const phase = view.lot.opening?.phase ?? 'sign_in';
    return phase === 'window_shutting' ? 'custodian_release' : phase;
  }

  private drawPhases(view: View, opening: Opening | null): void {
    const phases = [...this.root.querySelectorAll<HTMLElement>('[data-phase]')];
    const now = phases.findIndex((phase) => phase.dataset['phase'] === Board.phase(view));
    phases.forEach((phase, i) => {
      const over = i < now || (i === now && opening?.phase === 'confirmed');
      phase.className = over ? 'done' : i === now ? 'now' : '';
      if (i === now) {
        phase.setAttribute('aria-current', 'step');
      } else {
        phase.removeAttribute('aria-current');
      }
    });
  }

  private drawList<T>(name: string, items: readonly T[], key: (item: T) => string, draw: (item: T) => HTMLElement): void {
    for (const box of this.root.querySelectorAll(`[data-list="${name}"]`)) {
      list(box, items, key, draw);
    }
  }

  private row(view: View, row: Row): HTMLElement {
    const element = clone('row');
    fill(element, 'order', String(row.order));
    fill(element, 'name', view.names[row.bidder] ?? row.bidder);
    fill(element, 'code', row.bidder);
    fill(element, 'version', String(row.version));
    fill(element, 'received', millisecond(Date.parse(row.received_at)));
    const state = element.querySelector('[data-fill="state"]');
    if (state !== null) {
      state.className = `state ${word(this.words, `class:${row.state}`)}`;
      state.textContent = word(this.words, `row:${row.state}`);
    }

    const attribution = row.attribution ? word(this.words, `attribution:${row.attribution}`) : '';
    const cause = row.cause ? (this.words[`cause:${row.cause}`] ?? row.cause) : '';
    fill(element, 'cause', [cause, attribution].filter(Boolean).join(' · '));
    const price = row.price ?? null;
    fill(element, 'price', price === null ? this.pending(row) : yuan(price));
    element.querySelector('[data-fill="price"]')?.classList.toggle('pending', price === null);
    fill(element, 'words', price === null ? '' : (view.amounts_in_words[row.bidder] ?? ''));
    for (const field of row.fields) {
      fill(element, `field:${field.name}`, field.value);
    }

    return element;
  }

  private pending(row: Row): string {
    return row.state === 'not_opened' || row.state === 'not_released' ? '—' : '＊＊＊';
  }

  private lock(lock: CustodianLock): HTMLElement {
    const element = clone('lock');
    element.classList.toggle('open', lock.released);
    fill(element, 'custodian', lock.name);
    const step = lock.released ? 'released' : lock.signed_window_shut ? 'window_shut' : lock.signed_live_set ? 'live_set' : 'none';
    fill(element, 'lock-state', word(this.words, `lock:${step}`));
    show(element, 'open', lock.released);
    show(element, 'shut', !lock.released);
    return element;
  }

  private objection(view: View, item: Objection): HTMLElement {
    const element = clone('objection');
    fill(element, 'objection-by', view.names[item.bidder] ?? item.bidder);
    fill(element, 'objection-text', item.text);
    fill(element, 'objection-answer', item.answer ?? word(this.words, 'objection:open'));
    return element;
  }

  private line(line: FeedEntry): HTMLElement {
    const element = clone('line');
    fill(element, 'at', timeOfDay(Date.parse(line.at)));
    fill(element, 'actor', this.words[`actor:${line.actor}`] ?? line.actor);
    fill(element, 'text', this.english ? line.english : line.chinese);
    return element;
  }

  private released(opening: Opening): string {
    const waiting = opening.rows.filter((row) => row.state === 'waiting' || row.state === 'fetched' || row.state === 'release_bad');
    return `${opening.rows.length - waiting.length} / ${opening.rows.length}`;
  }

  private drawStages(view: View): void {
    const now = stages[view.lot.stage];
    if (now === undefined) {
      return;
    }

    [...this.root.querySelectorAll('.stages > li')].forEach((stage, i) => {
      stage.className = i < now ? 'done' : i > now ? 'ahead' : view.lot.stage === 'failed' ? 'failed' : 'now';
    });
  }

  private drawDigest(name: string, whole: string): void {
    const place = this.root.querySelector(`[data-digest="${name}"]`);
    if (place === null || place.querySelector('.whole')?.textContent === whole) {
      return;
    }

    const short = place.querySelector<HTMLElement>('summary code');
    if (short !== null) {
      short.dataset['whole'] = whole;
      short.firstElementChild?.replaceChildren(`${whole.slice(0, 8)}…${whole.slice(-8)}`);
    }

    place.querySelector('.whole')?.replaceChildren(whole);
    place.querySelector('img')?.setAttribute('src', `/qr/${whole}.svg`);
    place.querySelector('a')?.setAttribute('href', `/check?digest=${whole}`);
    place.querySelector('[data-copy]')?.setAttribute('data-copy', whole);
  }

  private drawDraw(opening: Opening): void {
    const draw = opening.draw ?? null;
    show(this.root, 'draw', draw !== null);
    if (draw === null) {
      return;
    }

    const all = draw.parties.length;
    fill(this.root, 'draw-committed', `${draw.parties.filter((party) => party.committed).length} / ${all}`);
    fill(this.root, 'draw-handed-in', `${draw.parties.filter((party) => party.handed_in).length} / ${all}`);
    fill(this.root, 'draw-revealed', `${draw.parties.filter((party) => party.reveal).length} / ${all}`);
    const coefficient = draw.coefficient ?? null;
    fill(this.root, 'coefficient', coefficient === null ? '—' : String(coefficient));
  }
}
