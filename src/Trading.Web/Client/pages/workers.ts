// Workers from our own bundle only: the policy lets no other address through.
const policy = window.trustedTypes?.createPolicy('centre-workers', {
  createScriptURL: (path: string): string => {
    if (!/^\/dist\/[a-z-]+-[0-9a-f]{12}\.js$/.test(path)) {
      throw new TypeError('A worker comes from the bundle.');
    }

    return path;
  },
});

export function startWorker(path: string): Worker {
  return new Worker((policy?.createScriptURL(path) ?? path) as string, { type: 'module' });
}
