// What forms share: errors beside their field, one working line, nothing lost.
import { Refused, Unreachable } from './centre';
import { say, Sentence } from './say';

export function find<T extends Element>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (found === null) {
    throw new Error(`The page misses ${selector}.`);
  }

  return found;
}

/** Says what is wrong with a field, beside it; null takes it away. */
export function fault(field: HTMLElement, sentence: string | null): void {
  const place = document.getElementById(`${field.id}-error`);
  if (place !== null) {
    place.textContent = sentence ?? '';
    place.hidden = sentence === null;
  }

  if (sentence === null) {
    field.removeAttribute('aria-invalid');
  } else {
    field.setAttribute('aria-invalid', 'true');
  }
}

/** Lists what is wrong on top of a form, each a link to its field; true where nothing is. */
export function summarise(form: HTMLElement, faults: readonly (readonly [HTMLElement, string])[]): boolean {
  const box = form.querySelector<HTMLElement>('[data-summary]');
  const first = faults[0];
  if (box === null) {
    first?.[0].focus();
    return first === undefined;
  }

  box.hidden = first === undefined;
  box.querySelector('ul')?.replaceChildren(...faults.map(([field, sentence]) => {
    const link = document.createElement('a');
    link.href = `#${field.id}`;
    link.textContent = sentence;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      field.focus();
    });
    const item = document.createElement('li');
    item.append(link);
    return item;
  }));
  if (first !== undefined) {
    box.focus();
  }

  return first === undefined;
}

/** Any failure as one sentence for the person; what nobody foresaw is said as such. */
export function sentenceOf(failure: unknown): string {
  if (failure instanceof Sentence || failure instanceof Refused || failure instanceof Unreachable) {
    return failure.message;
  }

  const detail = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
  return say(`没有办成，您填的内容都还在：${detail}`, `It did not work; what you entered is still here: ${detail}`);
}

/** Runs one act at a time from a button: a double click is one click, and the button comes back whatever happens. */
export async function busy(
  button: HTMLButtonElement, line: HTMLElement, words: string, work: (tell: (words: string) => void) => Promise<void>,
): Promise<void> {
  if (button.getAttribute('aria-busy') === 'true') {
    return;
  }

  const tell = (text: string): void => {
    line.textContent = text;
  };
  button.setAttribute('aria-busy', 'true');
  button.disabled = true;
  tell(words);
  try {
    await work(tell);
  } finally {
    button.removeAttribute('aria-busy');
    button.disabled = false;
    tell('');
  }
}

/** Gives the person a file to keep. */
export function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  window.setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}

/** The centre's time when the page was made, going on by this machine's steady clock: a wrong PC clock does not matter. */
export function centreTime(from: HTMLElement): () => Date {
  const start = Date.parse(from.dataset['now'] ?? '');
  const since = performance.now();
  return () => new Date(Math.floor((Number.isNaN(start) ? Date.now() : start) + performance.now() - since));
}

/** Counts a deadline down in words, politely: once a second near the end, else once a minute. */
export function countDown(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-deadline][data-now]')) {
    const left = place.querySelector<HTMLElement>('[data-left]');
    const now = centreTime(place);
    const deadline = Date.parse(place.dataset['deadline'] ?? '');
    const show = (): void => {
      const seconds = Math.max(0, Math.floor((deadline - now().getTime()) / 1000));
      const pad = (value: number): string => String(value).padStart(2, '0');
      const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
      const clock = `${pad(hours)}:${pad(minutes)}:${pad(seconds % 60)}`;
      place.classList.toggle('soon', seconds < 600);
      if (left !== null) {
        left.textContent = seconds === 0 ? say('已到', 'none') : days > 0 ? say(`${days} 天 ${clock}`, `${days} d ${clock}`) : clock;
      }
    };
    show();
    window.setInterval(show, 1000);
  }
}
