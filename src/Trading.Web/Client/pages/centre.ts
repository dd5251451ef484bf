// The centre's interface as pages call it: JSON, the session's cookie, acts that are sent again until their fate is known.
import { hex } from '../proofs/primitives/bytes';
import { draw, systemEntropy } from '../proofs/primitives/entropy';
import { say } from './say';

const attempts = 5;
const pause_ms = 400;

/** A refusal by its name, with the sentence in the person's language and the article it rests on. */
export class Refused extends Error {
  public override readonly name = 'Refused';

  public constructor(
    public readonly code: string, sentence: string, public readonly status: number,
    public readonly facts: Readonly<Record<string, string>>,
  ) {
    super(sentence);
  }
}

export class Unreachable extends Error {
  public override readonly name = 'Unreachable';
}

export interface RecordedAct {
  readonly type: string;
  readonly digest: string;
  readonly leaf_salt: string;
  readonly recorded_at: string;
}

export interface ActAnswer {
  readonly events: readonly RecordedAct[];
  readonly receipts: readonly string[];
}

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  /** The role in which this is done, for a person who holds several. */
  readonly role?: string;
}

/** Asks for JSON; throws {@link Refused} or {@link Unreachable}. */
export async function ask<T>(path: string, call: Call = {}): Promise<T> {
  const response = await send(path, call);
  return (await response.json()) as T;
}

export async function askText(path: string): Promise<string> {
  return (await send(path, {})).text();
}

/** An act of a tender or party. Its id is made once: whatever becomes of an attempt, the next one is the same act. */
export async function act(path: string, command: unknown, role?: string): Promise<ActAnswer> {
  const body = { command_id: hex(draw(systemEntropy, 16)), command };
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask<ActAnswer>(path, { method: 'POST', body, ...(role === undefined ? {} : { role }) });
    } catch (failure) {
      const isUnknown = failure instanceof Unreachable || (failure instanceof Refused && failure.status === 503);
      if (!isUnknown || attempt === attempts) {
        throw failure;
      }

      await new Promise((resolve) => {
        window.setTimeout(resolve, pause_ms * attempt);
      });
    }
  }
}

export function tenderAct(tender: string, name: string, command: unknown, role: string): Promise<ActAnswer> {
  return act(`/api/tenders/${tender}/acts/${name}`, command, role);
}

async function send(path: string, { method = 'GET', body, role }: Call): Promise<Response> {
  const headers: Record<string, string> = {};
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }

  if (role !== undefined) {
    headers['Trading-Role'] = role;
  }

  let response: Response;
  try {
    response = await fetch(path, {
      method, headers, cache: 'no-store', credentials: 'same-origin', redirect: 'error',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Unreachable(say(
      '连不上服务器；您填的内容都还在，请检查网络后再点一次。',
      'The server cannot be reached; what you entered is still here. Check the network and try again.'));
  }

  if (response.ok) {
    return response;
  }

  throw await refusal(response);
}

interface Problem {
  readonly code: string;
  readonly english: string;
  readonly chinese: string;
  readonly article?: string;
  readonly facts?: Readonly<Record<string, string>>;
}

async function refusal(response: Response): Promise<Error> {
  if (response.headers.get('Content-Type')?.startsWith('application/problem+json') === true) {
    const { code, english, chinese, article, facts = {} } = (await response.json()) as Problem;
    if (code === 'LoginNeeded') {
      return new Refused(code, say(
        '登录已过期：请在新标签页重新登录，再回到本页继续，内容不会丢失。',
        'Your session has ended: log in again in another tab, then go on here; nothing is lost.'), response.status, facts);
    }

    const about = article === undefined ? '' : say(`（${article}）`, ` (${article})`);
    return new Refused(code, say(chinese, english) + about, response.status, facts);
  }

  return new Unreachable(say(
    `服务器答复了 ${response.status}；请稍后再试。`, `The server answered ${response.status}; try again in a moment.`));
}
