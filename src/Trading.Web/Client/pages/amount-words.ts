// 大写金额: a number of fen in the words of cheques, as the law wants it beside the figure (票据法 第八条).
const digits = '零壹贰叁肆伍陆柒捌玖';
const places = ['', '拾', '佰', '仟'];
const groups = ['', '万', '亿', '万亿'];

export function amountInWords(fen: number): string {
  const [yuan, jiao, cent] = [Math.floor(fen / 100), Math.floor(fen / 10) % 10, fen % 10];
  const whole = yuan === 0 ? '' : `${wholeInWords(yuan)}元`;
  if (jiao === 0 && cent === 0) {
    return whole === '' ? '零元整' : `${whole}整`;
  }

  const tenth = jiao > 0 ? `${digits[jiao] ?? ''}角` : whole === '' ? '' : '零';
  return `${whole}${tenth}${cent > 0 ? `${digits[cent] ?? ''}分` : '整'}`;
}

function wholeInWords(yuan: number): string {
  let words = '';
  let needsZero = false;
  for (let group = groups.length - 1; group >= 0; group--) {
    const value = Math.floor(yuan / 10_000 ** group) % 10_000;
    if (value === 0) {
      needsZero = words !== '';
      continue;
    }

    for (let place = 3; place >= 0; place--) {
      const digit = Math.floor(value / 10 ** place) % 10;
      if (digit === 0) {
        needsZero ||= words !== '';
      } else {
        words += `${needsZero ? '零' : ''}${digits[digit] ?? ''}${places[place] ?? ''}`;
        needsZero = false;
      }
    }

    // 壹拾万零伍: a zero at the end of one group is said only where the next one has a digit.
    words += groups[group] ?? '';
    needsZero = false;
    const below = Math.floor(yuan % 10_000 ** group);
    needsZero = group > 0 && below > 0 && below < 10_000 ** (group - 1) * 1000;
  }

  return words;
}
