// Uploads in chunks, resumable: after a broken chunk the centre is asked how many bytes are durable, and it goes on there.
// The same file begun again, also after a reload, is the same upload.
import { hex } from '../proofs/primitives/bytes';
import { ask, Refused, Unreachable } from './centre';
import { say } from './say';

const chunk = 4 * 1024 * 1024;
const most_failures = 8;
const pause_ms = 500;

interface UploadState {
  readonly id: string;
  readonly size: number;
  readonly received: number;
  readonly is_whole: boolean;
}

export async function upload(file: Blob, sm3: Uint8Array, progress: (done: number) => void): Promise<void> {
  const digest = hex(sm3);
  let state = await ask<UploadState>('/api/uploads', { method: 'POST', body: { digest, size: file.size, class: 'sealed' } });
  let failures = 0;
  while (!state.is_whole) {
    progress(state.received);
    try {
      state = await sendChunk(file, state);
      failures = 0;
    } catch (failure) {
      if (!(failure instanceof Unreachable) || ++failures >= most_failures) {
        throw failure;
      }

      await new Promise((resolve) => {
        window.setTimeout(resolve, pause_ms * failures);
      });
      try {
        state = await ask<UploadState>(`/api/uploads/${state.id}`);
      } catch (again) {
        if (!(again instanceof Unreachable)) {
          throw again;
        }
      }
    }
  }

  progress(file.size);
  const kept = await ask<{ readonly digest: string }>(`/api/uploads/${state.id}/complete`, { method: 'POST' });
  if (kept.digest !== digest) {
    throw new Refused('OtherFile', say(
      '服务器保存的文件与封好的文件不同，没有递交；请再点一次上传。', 'The centre kept another file than was sealed; nothing was handed in. Upload again.'), 500, {});
  }
}

async function sendChunk(file: Blob, { id, received }: UploadState): Promise<UploadState> {
  let response: Response;
  try {
    response = await fetch(`/api/uploads/${id}`, {
      method: 'PATCH', body: file.slice(received, received + chunk), credentials: 'same-origin', cache: 'no-store',
      headers: { 'Content-Type': 'application/octet-stream', 'Upload-Offset': String(received) },
    });
  } catch {
    throw new Unreachable(say(
      '上传中断，已传的部分都在；请检查网络后再点一次上传。', 'The upload broke off; what was sent is kept. Check the network and upload again.'));
  }

  if (!response.ok) {
    throw response.status === 401
      ? new Refused('LoginNeeded', say(
        '登录已过期：请在新标签页重新登录，再回来点一次上传，已传的部分都在。',
        'Your session has ended: log in again in another tab, then upload again; what was sent is kept.'), 401, {})
      : new Unreachable(say(`上传中断（${response.status}），请再点一次上传。`, `The upload broke off (${response.status}); upload again.`));
  }

  return (await response.json()) as UploadState;
}
