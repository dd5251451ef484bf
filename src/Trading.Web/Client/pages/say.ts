// The two languages of the pages: every sentence that script says is written in both, side by side.
const isEnglish = document.documentElement.lang === 'en';

export function say(chinese: string, english: string): string {
  return isEnglish ? english : chinese;
}

/** A sentence for the person: what happened and what to do. */
export class Sentence extends Error {
  public override readonly name = 'Sentence';

  public constructor(chinese: string, english: string, public readonly field: string | null = null) {
    super(say(chinese, english));
  }
}
